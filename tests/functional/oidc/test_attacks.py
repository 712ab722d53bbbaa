"""Identity tokens that are not what they seem are exchanged for nothing."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from tests.builders.issuers import (
    claims_of,
    github_claims,
    gitlab_claims,
    jwk,
    private_key,
)
from tests.factories.packaging import make_project
from tests.functional.oidc.conftest import GITHUB
from warehouse.flags.models import AdminFlag
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.oidc.identities import GenericIdentity, GitLabIdentity
from warehouse.oidc.models import OIDCPublisher
from warehouse.oidc.services import PublisherService
from warehouse.packaging.models import Project, Role
from warehouse.security import SYSTEM

NOW = int(time.time())
WORKFLOW = "octo/sampler/.github/workflows/release.yml"


@pytest.fixture
def ours(publishing, issuer):
    """A publisher at the issuer of the tests."""
    publishing.attach(GenericIdentity(issuer.url, "", "pipeline:ham"))
    return publishing


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "elsewhere"},
        {"aud": ["localhost"]},
        {"aud": ["localhost", "elsewhere"]},
        {"aud": None},
        {"aud": "LOCALHOST"},
        {"exp": NOW - 31},
        {"exp": None},
        {"iat": None},
        {"nbf": NOW + 9000},
        {"iat": NOW + 9000},
        {"exp": "soon"},
        {"sub": 7},
    ],
)
def test_audience_and_times_are_exact(ours, issuer, claims):
    assert ours.refusal(issuer.token(**claims))[0] == "invalid-token"


def test_clocks_differ_by_half_a_minute_at_most(ours, issuer):
    now = int(time.time())
    ours.mint(issuer.token(exp=now - 20, iat=now - 600, nbf=None))
    ours.mint(issuer.token(nbf=now + 20, iat=now + 20))


@pytest.mark.parametrize(
    "spelling", [lambda url: f"{url}/", lambda url: url.upper(), lambda url: f"{url}:80"]
)
def test_an_issuer_is_compared_to_the_last_character(ours, issuer, spelling):
    said = ours.refusal(issuer.token(iss=spelling(issuer.url)))
    assert said == ("invalid-payload", "unknown trusted publishing issuer")


def test_an_issuer_that_no_project_trusts_is_not_asked(publishing, issuer):
    said = publishing.refusal(issuer.token())
    assert said == ("invalid-payload", "unknown trusted publishing issuer")
    assert issuer.asked == []


def unsigned(header, claims, signature=b""):
    """A token put together by hand."""
    parts = [json.dumps(header).encode(), json.dumps(claims).encode(), signature]
    return ".".join(base64.urlsafe_b64encode(each).rstrip(b"=").decode() for each in parts)


def test_a_token_without_a_signature_is_refused(ours, issuer):
    for algorithm in ("none", "None", "NONE", ""):
        token = unsigned({"alg": algorithm, "kid": "one"}, claims_of(issuer.url))
        assert ours.refusal(token)[0] in {"invalid-token", "invalid-payload"}


def test_the_public_key_is_no_secret_of_a_hmac(ours, issuer):
    public = private_key("RS256").public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    token = unsigned({"alg": "HS256", "kid": "one", "typ": "JWT"}, claims_of(issuer.url))
    signed = token.rpartition(".")[0]
    mac = hmac.digest(pem, signed.encode(), hashlib.sha256)
    forged = f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    assert ours.refusal(forged)[0] == "invalid-token"


def test_an_algorithm_is_that_of_the_key(ours, issuer):
    token = jwt.encode(
        claims_of(issuer.url), private_key("RS256"), "RS512", headers={"kid": "one"}
    )
    assert ours.refusal(token)[0] == "invalid-token"
    issuer.use("ES256", "es")
    issuer.discovery["id_token_signing_alg_values_supported"] = ["RS256"]
    assert ours.refusal(issuer.token())[0] == "invalid-token"


@pytest.mark.parametrize("header", [{"kid": None}, {"kid": "two"}, {"kid": ""}])
def test_a_token_names_a_key_of_its_issuer(ours, issuer, header):
    assert ours.refusal(issuer.sign(claims_of(issuer.url), **header))[0] == "invalid-token"


def test_a_token_with_extensions_is_refused(ours, issuer):
    token = issuer.sign(claims_of(issuer.url), crit=["b64"], b64=True)
    assert ours.refusal(token)[0] == "invalid-payload"


def test_two_keys_with_one_id_are_none(ours, issuer):
    issuer.publishes.append(jwk("one", "RS256", private_key("RS256", 1)))
    issuer.publishes.append(jwk("other", "RS256", private_key("RS256", 1)))
    assert "no such key" in ours.refusal(issuer.token())[1]


def test_the_key_of_one_issuer_signs_nothing_for_another(publishing, built_in):
    publishing.attach()
    stranger = replace(built_in, number=1)
    assert publishing.refusal(stranger.sign(github_claims()))[0] == "invalid-token"


def test_claims_of_github_from_another_issuer_match_nothing(publishing, issuer):
    publishing.attach()
    publishing.attach(GenericIdentity(issuer.url, "", "pipeline:ham"))
    code, _ = publishing.refusal(issuer.sign(github_claims(iss=issuer.url)))
    assert code == "invalid-publisher"
    gitlab = GitLabIdentity("group/sub", "tool", ".gitlab-ci.yml")
    publishing.attach(gitlab)
    claims = gitlab_claims(iss=issuer.url)
    assert publishing.refusal(issuer.sign(claims))[0] == "invalid-publisher"


@pytest.mark.parametrize(
    "claims",
    [
        {"repository_owner_id": "43"},
        {"repository_owner": "Octo"},
        {"repository": "octo2/sampler", "repository_owner": "octo2"},
        {"event_name": "pull_request_target"},
        {"job_workflow_ref": "octo/other/.github/workflows/release.yml@refs/tags/v1"},
        {"job_workflow_ref": "octo/sampler/.github/workflows/Release.yml@refs/tags/v1"},
        {"job_workflow_ref": f"{WORKFLOW}@refs/heads/x"},
        {"job_workflow_ref": f"evil/{WORKFLOW}@refs/tags/v1"},
        {"job_workflow_ref": f"{WORKFLOW}@refs/tags/v1\n"},
        {"repository": "octo/sampler\n"},
        {"repository": "octo/sampler\0"},
        {"repository": "octo/\ud800"},
        {"jti": "\0"},
        {"repository": "octo/\u017fampler"},
        {"repository": ["octo/sampler"]},
        {"jti": ""},
        {"ref": "", "sha": ""},
    ],
)
def test_another_repository_or_workflow_is_not_the_publisher(publishing, built_in, claims):
    publishing.attach()
    code, _ = publishing.refusal(built_in.sign(github_claims(**claims)))
    assert code == "invalid-publisher"


@pytest.mark.parametrize("name", ["ref", "sha", "jti", "event_name", "repository_owner_id"])
def test_a_claim_that_is_required_is_missed(publishing, built_in, name):
    publishing.attach()
    text = publishing.refusal(built_in.sign(github_claims(**{name: None})))[1]
    assert f"(Missing claim '{name}')" in text


def test_an_environment_that_is_asked_for_is_not_ignored(publishing, built_in):
    publishing.attach(replace(GITHUB, environment="release"))
    for claims in ({}, {"environment": "test"}, {"environment": "re\u212aease"}):
        text = publishing.refusal(built_in.sign(github_claims(**claims)))[1]
        assert "Check failed for optional claim 'environment'" in text


def test_a_token_is_exchanged_once(ours, issuer, db):
    token = issuer.token()
    ours.mint(token)
    assert ours.refusal(token) == ("invalid-reuse-token", "invalid token: already used")
    assert len(db.scalars(select(Macaroon.id)).all()) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"token": 1}', b'{"token": "a.b"}'])
def test_a_body_that_is_no_token_is_refused(client, body):
    said = client.post("/_/oidc/github/mint-token", body, status=422).json
    assert [each["code"] for each in said["errors"]] == ["invalid-payload"]


def test_a_publisher_that_was_removed_uploads_nothing(ours, issuer, registry, db):
    token = ours.mint(issuer.token())["token"]
    with offline(registry) as request:
        project = request.db.get_one(Project, ours.project.id)
        [publisher] = request.db.scalars(select(OIDCPublisher)).all()
        request.service(PublisherService).detach(project, publisher, actor=SYSTEM)
    assert ours.upload(token).status_int == 403
    assert db.scalars(select(Macaroon.id)).all() == []


def test_a_token_is_for_the_projects_of_its_minting(ours, issuer, db):
    token = ours.mint(issuer.token())["token"]
    other = make_project(db, "spam", owner=ours.owner)
    ours.attach(GenericIdentity(issuer.url, "", "pipeline:ham"), other)
    refused = ours.upload(token, "spam")
    assert (refused.status_int, "not valid for project" in refused.status) == (403, True)


def test_a_project_that_changes_hands_keeps_what_its_owners_trust(ours, issuer, db):
    token = ours.mint(issuer.token())["token"]
    db.delete(db.scalars(select(Role)).one())
    db.commit()
    assert ours.upload(token).status_int == 200


def test_a_token_of_a_publisher_uploads_and_does_nothing_else(ours, issuer, client):
    token = ours.mint(issuer.token())["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert client.get("/danger-api/echo", headers=headers, status=403)
    assert client.get("/api/v1/projects/", headers=headers, status="4*")


def test_nothing_is_exchanged_while_the_index_is_read_only(ours, issuer, db):
    db.get_one(AdminFlag, "read-only").enabled = True
    db.commit()
    body = {"token": issuer.token()}
    ours.client.post_json("/_/oidc/mint-token", body, status=503)
