"""Publishers upload files with attestations, which installers then find."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.issuers import github_claims
from tests.builders.sigstore import Sigstore, github
from tests.builders.wheels import metadata, wheel, wheel_file
from tests.factories.packaging import make_file, make_provenance, make_release
from tests.functional.forklift.conftest import Uploader
from tests.functional.oidc.conftest import publishing
from warehouse.attestations.tasks import verify_attestations_again
from warehouse.attestations.trust import TrustRoot
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.packaging.models import Provenance

__all__ = ["publishing"]
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
FILENAME = "eggs-1.0-py3-none-any.whl"
REPOSITORY = "https://github.com/octo/sampler"
CLAIMS = {
    "12": REPOSITORY,
    "17": "42",
    "18": f"{REPOSITORY}/.github/workflows/release.yml@refs/tags/v1",
}


@pytest.fixture
def sigstore(registry, monkeypatch, tmp_path):
    """A Sigstore that the index trusts."""
    found, path = Sigstore(), tmp_path / "trust-root.json"
    path.write_text(found.trust_root())
    monkeypatch.setitem(registry, TrustRoot, TrustRoot(path))
    return found


@pytest.fixture
def send(publishing, built_in):
    """A function that uploads as a publisher, with these attestations."""
    publishing.attach()
    token = publishing.mint(built_in.sign(github_claims()))["token"]

    def upload(attestations, content=None):
        content = content or wheel("eggs", "1.0")
        fields = forms.fields(FILENAME, content, name="eggs", version="1.0")
        fields["attestations"] = json.dumps(attestations)
        body = forms.body(fields, FILENAME, content)
        headers = forms.headers(token)
        return publishing.client.post("/legacy/", body, headers=headers, status="*")

    return upload


def test_a_publisher_attests_and_installers_find_it(send, sigstore, client):
    core = metadata("eggs", "1.0", Project_URL=f"Code, {REPOSITORY}/issues")
    content = wheel("eggs", "1.0", core=core)
    made = sigstore.attest(FILENAME, content, claims=github(**CLAIMS))
    assert client.get("/simple/eggs/").text.count("data-provenance") == 0
    assert send([made], content).status_int == 200
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    [file] = client.get("/simple/eggs/", headers=accept).json["files"]
    found = client.get(file["provenance"].removeprefix("http://localhost")).json
    assert found["attestation_bundles"][0]["attestations"] == [made]
    assert client.get("/api/search/?q=has:provenance").json["total"] == 1
    page = client.get("/project/eggs/").html
    [link] = page.select(".facts__group--verified a[rel]")
    assert link["href"] == f"{REPOSITORY}/issues"


def test_attestations_are_verified_again_when_other_keys_are_trusted(
    send, sigstore, client, registry, db
):
    content = wheel("eggs", "1.0")
    made = sigstore.attest(FILENAME, content, claims=github(**CLAIMS))
    assert send([made], content).status_int == 200
    path, own = registry[TrustRoot].path, sigstore.trust_root()
    for root, is_good in ((Sigstore().trust_root(), False), (f"{own} ", True)):
        path.write_text(root)
        with offline(registry) as request:
            verify_attestations_again(request, 1)
            verify_attestations_again(request)
        db.expire_all()
        row = db.scalars(select(Provenance)).one()
        assert row.trust_root == hashlib.sha256(root.encode()).hexdigest()
        assert (row.problem is None) == is_good
        page = client.get("/project/eggs/")
        assert ("could not be verified again on" in page) != is_good
        assert ("the certificate is not trusted" in page) != is_good
    assert "Verified <time" in page


def test_attestations_that_are_malformed_by_now_have_a_problem(publishing, registry, db):
    release = make_release(db, publishing.project, "0.9")
    row = make_provenance(db, make_file(db, release, "eggs-0.9-py3-none-any.whl"))
    with offline(registry) as request:
        verify_attestations_again(request)
    db.refresh(row)
    assert row.problem == "The attestations that are kept are malformed."


def test_an_attestation_of_another_file_is_refused_whole(send, sigstore, client):
    made = sigstore.attest(FILENAME, b"other", claims=github(**CLAIMS))
    answer = send([made])
    assert answer.status.startswith(
        "400 Invalid attestations supplied during upload: Could not verify the uploaded "
        "artifact using the included attestation: its subject has another sha256 digest"
    )
    assert FILENAME not in client.get("/simple/eggs/").text
    assert send([]).status_int == 400


def test_owners_are_told_once_of_a_release_without_the_proof_of_the_one_before(
    publishing, client, db
):
    release = make_release(db, publishing.project, "0.9", created=LONG_AGO)
    make_provenance(db, make_file(db, release, "eggs-0.9-py3-none-any.whl"))
    uploader = Uploader(client, publishing.owner)
    for tag in ("any", "win32"):
        filename = f"eggs-1.0-py3-none-{tag}.whl"
        about = {"eggs-1.0.dist-info/WHEEL": wheel_file(f"py3-none-{tag}")}
        content = wheel("eggs", "1.0", extra=about)
        uploader.send(filename, content, name="eggs", version="1.0", status=200)
    [mail] = db.scalars(select(EmailMessage))
    assert mail.subject == "Nothing proves where a release of eggs comes from"
    assert "eggs-1.0-py3-none-any.whl of eggs 1.0 was uploaded" in " ".join(
        mail.body.split()
    )


def test_owners_are_told_of_another_repository(send, sigstore, publishing, db):
    release = make_release(db, publishing.project, "0.9", created=LONG_AGO)
    make_provenance(db, make_file(db, release, "eggs-0.9-py3-none-any.whl"))
    content = wheel("eggs", "1.0")
    made = sigstore.attest(FILENAME, content, claims=github(**CLAIMS))
    assert send([made], content).status_int == 200
    subjects = db.scalars(select(EmailMessage.subject)).all()
    assert "A release of eggs comes from another repository" in subjects
