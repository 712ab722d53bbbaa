"""Publishers exchange identity tokens for API tokens, and publish with them."""

from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select

from tests.builders.issuers import claims_of, github_claims, gitlab_claims
from tests.factories.organizations import give_namespace, make_organization
from tests.factories.packaging import make_project
from tests.functional.oidc.conftest import GITHUB
from warehouse.email.models import EmailMessage
from warehouse.events.models import ProjectEvent
from warehouse.flags.models import AdminFlag
from warehouse.macaroons.models import Macaroon
from warehouse.oidc.identities import (
    ActiveStateIdentity,
    GenericIdentity,
    GitLabIdentity,
    GoogleIdentity,
)
from warehouse.oidc.issuers import ACTIVESTATE, GOOGLE
from warehouse.oidc.keys import KeysBusy
from warehouse.oidc.models import OIDCPublisher, PendingOIDCPublisher
from warehouse.oidc.tokens import IdentityVerifier
from warehouse.packaging.errors import ProjectNameUnavailable
from warehouse.packaging.models import JournalEntry, Project, Release
from warehouse.packaging.queries import project_named

GOOGLE_CLAIMS = {"email": "bot@example.iam", "email_verified": True, "sub": "117"}
ACTIVESTATE_CLAIMS = {
    "sub": "org:org:project:tool",
    "organization": "org",
    "project": "tool",
    "actor_id": "7",
    "builder": "pypi-publisher",
}
AT_COMMIT = {
    "environment": "release",
    "ref": "",
    "job_workflow_ref": f"octo/sampler/.github/workflows/release.yml@{'a' * 40}",
}
SHARED = "shared/builds/.github/workflows/publish.yml"
CALLER = "octo/sampler/.github/workflows/release.yml@refs/tags/v1"
ENVIRONMENT = replace(GITHUB, environment="Release")
KINDS = [
    (GITHUB, github_claims, {}),
    (GITHUB, github_claims, {"repository": "Octo/SAMPLER"}),
    (ENVIRONMENT, github_claims, AT_COMMIT),
    (GitLabIdentity("group/sub", "tool", ".gitlab-ci.yml"), gitlab_claims, {}),
    (GoogleIdentity("bot@example.iam"), partial(claims_of, GOOGLE), GOOGLE_CLAIMS),
    (GoogleIdentity("bot@example.iam", "117"), partial(claims_of, GOOGLE), GOOGLE_CLAIMS),
    (
        ActiveStateIdentity("org", "tool", "ada", "7"),
        partial(claims_of, ACTIVESTATE),
        ACTIVESTATE_CLAIMS,
    ),
]


def events(db, tag):
    """Return the details of the events with a tag, newest last."""
    found = select(ProjectEvent.additional).where(ProjectEvent.tag == tag)
    return db.scalars(found.order_by(ProjectEvent.time)).all()


def test_the_audience_is_the_host_of_the_index(client, db):
    assert client.get("/_/oidc/audience").json == {"audience": "localhost"}
    db.get_one(AdminFlag, "disallow-oidc").enabled = True
    db.commit()
    said = client.get("/_/oidc/audience", status=403).json
    assert said == {"message": "Trusted publishing functionality not enabled"}


@pytest.mark.parametrize(("identity", "claims", "changes"), KINDS)
def test_every_kind_of_publisher_publishes(
    publishing, built_in, db, identity, claims, changes
):
    publishing.attach(identity)
    said = publishing.mint(built_in.sign(claims(**changes)))
    assert said["success"] is True
    assert publishing.upload(said["token"]).status_int == 200
    assert db.scalars(select(Release.version)).all() == ["1.0"]
    assert publishing.upload(said["token"], "ham").status_int == 400


def test_an_exchange_takes_few_statements(publishing, built_in, statements):
    publishing.attach()
    tokens = [built_in.sign(github_claims()) for _ in range(2)]
    publishing.mint(tokens[0])
    statements.clear()
    publishing.mint(tokens[1])
    assert len(statements) <= 20, statements


def test_a_token_without_an_id_is_exchanged_again(publishing, built_in):
    publishing.attach(GoogleIdentity("bot@example.iam"))
    token = built_in.sign(claims_of(GOOGLE, **GOOGLE_CLAIMS, jti=None))
    for _ in range(2):
        publishing.mint(token)


class BusyKeys:
    """Keys of issuers that are all being asked for."""

    def find(self, issuer, kid):
        raise KeysBusy("too many issuers are being asked for their keys; try again")


def test_an_issuer_that_is_being_asked_is_tried_again(
    publishing, built_in, registry, monkeypatch
):
    publishing.attach()
    verifier = IdentityVerifier(BusyKeys(), "localhost")
    monkeypatch.setitem(registry, IdentityVerifier, verifier)
    said = publishing.mint(built_in.sign(github_claims()), status=503)
    assert said["errors"][0]["code"] == "invalid-token"
    assert said["errors"][0]["description"].endswith("for their keys; try again")


def test_an_upload_names_no_person_and_the_commit(publishing, built_in, db):
    publishing.attach()
    said = publishing.mint(built_in.sign(github_claims(workflow_ref="octo/caller@x")))
    assert publishing.upload(said["token"]).status_int == 200
    rows = db.scalars(select(JournalEntry).where(JournalEntry.version == "1.0")).all()
    assert {row.submitted_by for row in rows} == {None}
    url = f"https://github.com/octo/sampler/commit/{'a' * 40}"
    about = {
        "submitted_by": "OpenID created token",
        "publisher_url": url,
        "uploaded_via_trusted_publisher": True,
    }
    assert about.items() <= events(db, "project:release:add")[0].items()
    assert about.items() <= events(db, "file:add")[0].items()
    [event] = events(db, "account:short_lived_api_token:added")
    minted = {
        "expires": said["expires"],
        "publisher_name": "GitHub",
        "publisher_url": url,
        "reusable_workflow_used": True,
    }
    assert minted.items() <= event.items()
    assert db.scalars(select(Macaroon)).one().additional["oidc"]["ref"] == "refs/tags/v1"


def test_a_pending_publisher_makes_its_project_once(publishing, built_in, db):
    publishing.announce("brand-new")
    said = publishing.mint(built_in.sign(github_claims()))
    assert publishing.upload(said["token"], "brand_new").status_int == 200
    project = db.scalars(
        select(Project).where(Project.normalized_name == "brand-new")
    ).one()
    assert [(each.role_name, each.user.username) for each in project.roles] == [
        ("Owner", "ada")
    ]
    assert db.scalars(select(PendingOIDCPublisher)).all() == []
    added = events(db, "project:oidc:publisher-added")
    assert [each["reified_from_pending_publisher"] for each in added] == [True]
    kinds = db.scalars(select(EmailMessage.kind)).all()
    assert "pending-trusted-publisher-reified" in kinds
    publishing.mint(built_in.sign(github_claims()))


def test_a_pending_publisher_whose_name_was_taken_is_gone(publishing, built_in, db):
    publishing.announce("brand-new")
    make_project(db, "Brand_New")
    assert publishing.refusal(built_in.sign(github_claims())) == (
        "invalid-pending-publisher",
        "valid token, but project already exists",
    )
    db.expire_all()
    assert db.scalars(select(PendingOIDCPublisher)).all() == []


def test_a_name_that_came_into_a_namespace_is_made_no_more(publishing, built_in, db):
    publishing.announce("brand-new")
    acme = make_organization(db, "acme")
    give_namespace(db, acme, "brand")
    assert publishing.refusal(built_in.sign(github_claims())) == (
        "invalid-payload",
        "'brand-new' is in a namespace of the organization acme",
    )
    assert project_named(db, "brand-new") is None
    other = replace(GITHUB, workflow="other.yml")
    with pytest.raises(ProjectNameUnavailable, match="organization acme"):
        publishing.announce("brand-newer", other)
    publishing.announce("brand-newer", other, acme)


def test_a_project_that_cannot_be_made_is_told(publishing, built_in, db):
    publishing.announce("brand-new")
    db.get_one(AdminFlag, "disallow-new-project-registration").enabled = True
    db.commit()
    code, text = publishing.refusal(built_in.sign(github_claims()))
    assert (code, "registered" in text) == ("invalid-payload", True)


def test_a_name_that_looks_like_another_by_now_is_refused(publishing, built_in, db):
    publishing.announce("brand-one")
    make_project(db, "brand-0ne")
    code, text = publishing.refusal(built_in.sign(github_claims()))
    assert (code, "is not available" in text) == ("invalid-payload", True)


@pytest.mark.parametrize(
    ("flag", "code"),
    [("disallow-oidc", "not-enabled"), ("disallow-github-oidc", "not-enabled")],
)
def test_operators_switch_publishing_off(publishing, built_in, db, flag, code):
    publishing.attach()
    db.get_one(AdminFlag, flag).enabled = True
    db.commit()
    assert publishing.refusal(built_in.sign(github_claims()))[0] == code


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_an_issuer_that_the_operator_allows_vouches(publishing, issuer, algorithm):
    issuer.use(algorithm, "two")
    publishing.attach(
        GenericIdentity(
            issuer.url,
            "",
            "pipeline:*:main",
            {
                "team": {"one_of": ["a", "b"]},
                "host": {"glob": "ci-*"},
                "public": {"exact": "true"},
                "run": {"exact": "7"},
            },
        )
    )
    good = {"team": "b", "host": "ci-1", "public": True, "run": 7}
    good["sub"] = "pipeline:eggs:main"
    token = publishing.mint(issuer.token(**good))["token"]
    assert publishing.upload(token).status_int == 200
    for name, value in {"team": "c", "host": "xci-1", "public": "no", "run": [7]}.items():
        code, text = publishing.refusal(issuer.token(**{**good, name: value}))
        assert code == "invalid-publisher"
        assert f"required claim '{name}'" in text
    assert (
        "Missing claim 'run'"
        in publishing.refusal(issuer.token(**{**good, "run": None}))[1]
    )


def test_a_self_managed_gitlab_vouches(publishing, issuer):
    host = issuer.url.removeprefix("http://")
    publishing.attach(
        GitLabIdentity("group/sub", "tool", "ci/a.yml", "prod", issuer=issuer.url)
    )
    claims = gitlab_claims(
        iss=issuer.url,
        ci_config_ref_uri=f"{host}/group/sub/tool//ci/a.yml@refs/heads/main",
        environment="prod",
    )
    publishing.mint(issuer.sign(claims))
    code, text = publishing.refusal(
        issuer.sign({**claims, "jti": "2", "environment": "PROD"})
    )
    assert (code, "optional claim 'environment'" in text) == ("invalid-publisher", True)


@pytest.mark.parametrize(
    ("calls", "called", "caller", "claim"),
    [
        (SHARED, f"{SHARED}@refs/heads/main", CALLER, None),
        (f"{SHARED}@refs/tags/v1", f"{SHARED}@refs/tags/v1", CALLER, None),
        (f"{SHARED}@refs/tags/v1", f"{SHARED}@refs/tags/v10", CALLER, "job_workflow_ref"),
        (SHARED, f"{SHARED.upper()}@refs/heads/main", CALLER, "job_workflow_ref"),
        (SHARED, f"{SHARED}.yml@refs/heads/main", CALLER, "job_workflow_ref"),
        (SHARED, CALLER, CALLER, "job_workflow_ref"),
        (SHARED, f"{SHARED}@x", CALLER.replace("release", "test"), "workflow_ref"),
        (SHARED, f"{SHARED}@x", None, "workflow_ref"),
        ("", f"{SHARED}@refs/heads/main", CALLER, "job_workflow_ref"),
    ],
)
def test_a_reusable_workflow_is_allowed_by_its_name(
    publishing, built_in, calls, called, caller, claim
):
    publishing.attach(replace(GITHUB, calls=calls))
    token = built_in.sign(github_claims(job_workflow_ref=called, workflow_ref=caller))
    if claim is None:
        publishing.mint(token)
    else:
        code, text = publishing.refusal(token)
        assert (code, f"claim '{claim}'" in text) == ("invalid-publisher", True)


def test_somebody_elses_narrower_publisher_keeps_nobody_out(publishing, issuer, db):
    publishing.attach(GenericIdentity(issuer.url, "", "pipeline:*"))
    other = make_project(db, "spam", owner=publishing.owner)
    publishing.attach(GenericIdentity(issuer.url, "", "pipeline:ham"), other)
    token = publishing.mint(issuer.token())["token"]
    assert publishing.upload(token).status_int == 200
    assert publishing.upload(token, "spam").status_int == 200


def test_failed_exchanges_are_in_the_history_of_the_project(publishing, built_in, db):
    publishing.attach()
    code, text = publishing.refusal(built_in.sign(github_claims(event_name=None)))
    assert (code, text) == (
        "invalid-publisher",
        "valid token, but no corresponding publisher (Missing claim 'event_name')",
    )
    [event] = events(db, "project:oidc:exchange-failed")
    assert event["specifier"] == "octo/sampler @ release.yml"
    assert [each["claim"] for each in event["claims"]] == ["event_name"]
    assert db.scalars(select(OIDCPublisher)).one().projects[0].name == "eggs"
