"""The provenance of files, as installers and their people ask for it (PEP 740)."""

import pytest

from tests.factories.packaging import (
    make_file,
    make_project,
    make_provenance,
    make_release,
)
from warehouse.flags.models import AdminFlag
from warehouse.packaging.models import LifecycleStatus

V1, JSON = "application/vnd.pypi.integrity.v1+json", "application/json"
SDIST, WHEEL = "holy_grail-1.0.tar.gz", "holy_grail-1.0-py3-none-any.whl"
URL = f"/integrity/holy-grail/1.0/{SDIST}/provenance"


@pytest.fixture
def release(db):
    """A release whose sdist has a provenance, and whose wheel has none."""
    found = make_release(db, make_project(db, "Holy.Grail"), "1.0")
    make_provenance(db, make_file(db, found, SDIST))
    make_file(db, found, WHEEL)
    return found


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, V1),
        ("*/*", V1),
        ("application/*", V1),
        (JSON, JSON),
        (f"{JSON}, {V1}", V1),
        (f"{JSON}, {V1};q=0.1", JSON),
        ("text/html, */*;q=0.1", V1),
    ],
)
def test_the_provenance_of_a_file_is_served(client, release, accept, media_type):
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get(URL, headers=headers)
    assert answer.headers["Content-Type"] == media_type
    assert answer.json["attestation_bundles"][0]["publisher"]["kind"] == "GitHub"
    assert answer.body.startswith(b'{"attestation_bundles":[{"attestations":')
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.headers["Vary"]
    assert answer.headers["Cache-Control"] == "max-age=600, public"


def test_every_spelling_of_project_and_version_has_the_same(client, release):
    spelled = client.get(URL.replace("holy-grail/1.0", "Holy.Grail/1.0.0"))
    assert spelled.body == client.get(URL).body


def test_a_file_without_provenance_is_named_in_the_refusal(client, db, release):
    answer = client.get(URL.replace(SDIST, WHEEL), status=404)
    assert answer.body == f'{{"message":"No provenance available for {WHEEL}"}}'.encode()
    client.get(URL.replace("1.0/", "2.0/"), status=404)
    client.head(URL, status=405)
    refused = client.get(URL, headers={"Accept": "text/html"}, status=406)
    assert refused.body == b'{"message":"Request not acceptable"}'
    db.get(AdminFlag, "disable-pep740").enabled = True
    db.commit()
    off = client.get(URL, status=403)
    for each in (answer, refused, off):
        assert each.headers["Cache-Control"] == "max-age=600, public"
    assert off.body == b'{"message":"Attestations temporarily disabled"}'


def test_quarantine_hides_it(client, db, release):
    release.project.lifecycle_status = LifecycleStatus.QUARANTINE_ENTER
    db.commit()
    client.get(URL, status=404)


def test_the_simple_index_names_it(client, release):
    url = f"http://localhost{URL}"
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    files = client.get("/simple/holy-grail/", headers=accept).json["files"]
    found = {each["filename"]: each["provenance"] for each in files}
    assert found == {SDIST: url, WHEEL: None}
    html = client.get("/simple/holy-grail/").text
    assert html.count("data-provenance") == 1
    assert f'  data-provenance="{url}">{SDIST}</a><br />' in html
