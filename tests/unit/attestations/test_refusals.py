"""Attestations that are made for something else, or by someone else."""

import base64
import copy
import hashlib
import json
from datetime import timedelta

import pytest

from tests.builders.sigstore import PUBLISH, SLSA, Sigstore, github, gitlab
from warehouse.attestations import AttestationService, InvalidAttestations
from warehouse.attestations.services import TrustRootService
from warehouse.attestations.trust import TrustRoot
from warehouse.oidc.models import (
    ActiveStatePublisher,
    GenericPublisher,
    GitHubPublisher,
    GitLabPublisher,
    GooglePublisher,
)

NAME, CONTENT = "sampleproject-1.0.tar.gz", b"content"
SIGSTORE = Sigstore()
GITHUB = GitHubPublisher(
    repository_owner="octo",
    repository_name="sampleproject",
    repository_owner_id="583231",
    workflow_filename="release.yml",
    environment="production",
)
GITLAB = GitLabPublisher(
    namespace="group/sub",
    project="sampleproject",
    workflow_filepath=".gitlab-ci.yml",
    environment="",
    issuer_url="https://gitlab.com",
)
GOOGLE = GooglePublisher(email="builder@project.iam.gserviceaccount.com", sub="")
GOOGLE_CLAIMS = {"1": "https://accounts.google.com", "8": "https://accounts.google.com"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    path = tmp_path_factory.mktemp("trust") / "root.json"
    path.write_text(SIGSTORE.trust_root())
    return AttestationService(None, print, TrustRootService(None, TrustRoot(path), None))


def verified(service, attestations, publisher=GITHUB, content=CONTENT, filename=NAME):
    text = attestations if isinstance(attestations, str) else json.dumps(attestations)
    sha256 = hashlib.sha256(content).hexdigest()
    return service.verify(text, publisher, filename=filename, sha256=sha256)


def refusal(service, *arguments, **changes):
    with pytest.raises(InvalidAttestations) as caught:
        verified(service, *arguments, **changes)
    return str(caught.value)


def broken(*path, value):
    """An attestation with something else at this place."""
    attestation = SIGSTORE.attest(NAME, CONTENT)
    place = attestation
    for each in path[:-1]:
        place = place[each]
    place[path[-1]] = value
    return attestation


@pytest.mark.parametrize(
    ("publisher", "claims", "email"),
    [
        (GITHUB, github(), None),
        (GITHUB, github(**{"18": github()["18"].replace("refs/tags/v1", "3f" * 20)}), None),
        (GITLAB, gitlab(), None),
        (GOOGLE, GOOGLE_CLAIMS, GOOGLE.email),
    ],
)
def test_attestations_of_a_publisher_are_kept(service, publisher, claims, email):
    made = [
        SIGSTORE.attest(NAME, CONTENT, claims=claims, email=email, kind=kind)
        for kind in (PUBLISH, SLSA)
    ]
    proof = verified(service, made, publisher)
    (bundle,) = proof.document["attestation_bundles"]
    assert bundle["attestations"] == made
    assert proof.facts["publisher"] == bundle["publisher"]["kind"]


def test_another_spelling_of_the_filename_is_the_same_file(service):
    made = SIGSTORE.attest("Sampleproject-1.0.tar.gz", CONTENT)
    assert verified(service, [made]).facts["commit"] == "3f" * 20


LOG = ("verification_material", "transparency_entries", 0)
OTHER = Sigstore()


@pytest.mark.parametrize(
    ("attestation", "said"),
    [
        (SIGSTORE.attest(NAME, b"other"), "another sha256 digest than the file"),
        (SIGSTORE.attest("other-1.0.tar.gz", CONTENT), "its subject is other-1.0.tar.gz"),
        (SIGSTORE.attest("nothing", CONTENT), "its subject is nothing, and not sample"),
        (SIGSTORE.attest(NAME, CONTENT, subject=[]), "not an in-toto statement"),
        (
            SIGSTORE.attest(
                NAME, CONTENT, subject=[{"name": NAME, "digest": {"sha256": "0"}}] * 2
            ),
            "several subjects",
        ),
        (
            SIGSTORE.attest(NAME, CONTENT, predicateType="https://example.org/x"),
            "Attestations of the type https://example.org/x are not supported",
        ),
        (
            SIGSTORE.attest(NAME, CONTENT, signed_at=SIGSTORE.now + timedelta(hours=1)),
            "the certificate is not trusted",
        ),
        (OTHER.attest(NAME, CONTENT), "the certificate is not trusted"),
        (
            Sigstore(SIGSTORE.authority, OTHER.certificates, SIGSTORE.rekor).attest(
                NAME, CONTENT
            ),
            "no transparency log vouches for the certificate",
        ),
        (
            Sigstore(SIGSTORE.authority, SIGSTORE.certificates, OTHER.rekor).attest(
                NAME, CONTENT
            ),
            "the entry in the transparency log is not genuine",
        ),
        (broken(*LOG, "inclusionProof", "rootHash", value="AAAA"), "is not genuine"),
        (broken(*LOG, "inclusionPromise", value=None), "inclusion promise"),
        (broken(*LOG, "kindVersion", "kind", value="hashedrekord"), "is of another kind"),
        (broken(*LOG, "logIndex", value="x"), "invalid transparency log entry"),
        (broken(*LOG[:2], value=[]), "Malformed attestations: 0.verification_material"),
        (broken(*LOG[:2], value=[{}] * 5), "5 transparency entries are too many"),
        (broken("verification_material", "certificate", value="AAAA"), "X.509"),
        (broken("version", value=2), "Malformed attestations: 0.version"),
        (broken("envelope", "signature", value="AAAA"), "signature"),
    ],
)
def test_a_refusal_names_the_check_that_failed(service, attestation, said):
    assert said in refusal(service, [attestation])


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        (github(**{"12": "https://github.com/octo/other"}), "not of release.yml of octo/s"),
        (github(**{"18": github()["18"].replace("release", "test")}), "not of release.yml"),
        (github(**{"8": "https://example.org"}), "the certificate is not of"),
        (github(**{"17": "666"}), "its owner has the id 666"),
        ({"8": github()["8"]}, "the certificate is not of"),
        (gitlab(), "the certificate is not of"),
        (github(**{"18": "\0"}), "the certificate is not of"),
    ],
)
def test_a_certificate_of_someone_else_proves_nothing(service, claims, said):
    attestation = SIGSTORE.attest(NAME, CONTENT, claims=claims)
    assert said in refusal(service, [attestation])


def test_another_account_of_google_proves_nothing(service):
    made = SIGSTORE.attest(NAME, CONTENT, claims=GOOGLE_CLAIMS, email="other@example.org")
    said = refusal(service, [made], GOOGLE)
    assert f"the certificate is not of {GOOGLE.email} at Google" in said


def test_a_log_entry_of_another_attestation_proves_nothing(service):
    mine, other = (SIGSTORE.attest(NAME, each) for each in (CONTENT, b"other"))
    mixed = copy.deepcopy(mine)
    mixed["verification_material"]["transparency_entries"] = other["verification_material"][
        "transparency_entries"
    ]
    assert "log is of something else" in refusal(service, [mixed])
    forged = json.loads(base64.b64decode(mine["envelope"]["statement"]))
    forged["subject"][0]["digest"]["sha256"] = hashlib.sha256(b"other").hexdigest()
    mixed = copy.deepcopy(mine)
    mixed["envelope"]["statement"] = base64.b64encode(json.dumps(forged).encode()).decode()
    assert "the signature" in refusal(service, [mixed], content=b"other")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "an empty set is not permitted"),
        ("{", "Malformed attestations: Invalid JSON"),
        ("{}", "Malformed attestations: "),
        ("[" * 100_000, "Malformed attestations: Invalid JSON"),
        ("[" + " " * 600_000 + "]", "600002 characters are too many"),
        ('["\ud800"]', "Malformed attestations: "),
        (json.dumps([SIGSTORE.attest(NAME, CONTENT)] * 2), "more than one attestation of"),
        (json.dumps([SIGSTORE.attest(NAME, CONTENT)] * 3), "A maximum of 2 attestations"),
    ],
)
def test_a_malformed_set_is_refused(service, text, said):
    assert said in refusal(service, text)


@pytest.mark.parametrize(
    ("publisher", "said"),
    [
        (None, "only supported when using Trusted Publishing"),
        (ActiveStatePublisher(), "not currently supported with ActiveState publishers"),
        (GenericPublisher(issuer_url="https://ci.example.org"), "with ci.example.org"),
        (GitLabPublisher(issuer_url="https://gitlab.example.org"), "with GitLab"),
    ],
)
def test_only_some_publishers_attest(service, publisher, said):
    assert said in refusal(service, "[]", publisher)


def test_the_public_trust_root_comes_with_the_package():
    service = AttestationService(None, print, TrustRootService(None, TrustRoot(), None))
    said = refusal(service, [SIGSTORE.attest(NAME, CONTENT)])
    assert "the certificate is not trusted" in said


PUBLISHER = {
    "kind": "GitHub",
    "repository": "octo/sampleproject",
    "workflow": "release.yml",
}


def provenance(*attestations, publisher=PUBLISHER):
    bundle = {"publisher": publisher, "attestations": list(attestations)}
    return {"version": 1, "attestation_bundles": [bundle]}


def proved(service, document, content=CONTENT):
    sha256 = hashlib.sha256(content).hexdigest()
    return service.verify_provenance(document, filename=NAME, sha256=sha256)


def test_a_provenance_of_another_index_is_kept_as_it_was_verified(service):
    made = SIGSTORE.attest(NAME, CONTENT, claims=github())
    proof = proved(service, provenance(made))
    (bundle,) = proof.document["attestation_bundles"]
    assert bundle["attestations"] == [made]
    assert bundle["publisher"] == {**PUBLISHER, "environment": None}
    assert proof.facts["repository"] == "https://github.com/octo/sampleproject"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"publisher": {**PUBLISHER, "repository": "octo/other"}}, "is not of release.yml"),
        ({"publisher": {"kind": "Else"}}, "Malformed provenance"),
        (
            {
                "publisher": {
                    "kind": "CircleCI",
                    "project_id": "x",
                    "pipeline_definition_id": "y",
                }
            },
            "Publishers of the kind CircleCI are not verified",
        ),
    ],
)
def test_a_provenance_of_somebody_else_proves_nothing(service, change, why):
    made = SIGSTORE.attest(NAME, CONTENT, claims=github())
    with pytest.raises(InvalidAttestations, match=why):
        proved(service, provenance(made, **change))


def test_a_provenance_of_no_attestations_or_too_many_proves_nothing(service):
    made = SIGSTORE.attest(NAME, CONTENT, claims=github())
    for document in (provenance(), provenance(made, made, made), {"version": 1}, None, []):
        with pytest.raises(InvalidAttestations, match="Malformed provenance"):
            proved(service, document)
    with pytest.raises(InvalidAttestations, match="subject"):
        proved(service, provenance(made), content=b"other")
