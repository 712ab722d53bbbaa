"""Tokens of publishers are found, revoked and forgotten as those of people are."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.builders.issuers import github_claims
from warehouse.email.models import EmailMessage
from warehouse.events.models import ProjectEvent
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import TokenService
from warehouse.macaroons.tasks import forget_short_lived_tokens
from warehouse.oidc.models import UsedIdentityToken
from warehouse.oidc.tasks import forget_used_tokens
from warehouse.security import SYSTEM


@pytest.fixture
def minted(publishing, built_in):
    """The text of a token of a publisher."""
    publishing.attach()
    return publishing.mint(built_in.sign(github_claims()))["token"]


@pytest.mark.parametrize("by_staff", [False, True])
def test_a_leaked_token_of_a_publisher_is_revoked(
    publishing, minted, registry, db, by_staff
):
    with offline(registry) as request:
        service = request.service(TokenService)
        _, row = service.find(minted)
        assert row.owner_name == "GitHub octo/sampler @ release.yml"
        if by_staff:
            service.revoke_for_staff(row, reason="leak", is_told=True, actor=SYSTEM)
        else:
            service.revoke_leaked(row, url="x", origin="y", actor=SYSTEM)
    assert publishing.upload(minted).status_int == 403
    [event] = db.scalars(
        select(ProjectEvent).where(ProjectEvent.tag == "project:api_token:removed")
    ).all()
    assert event.additional["user"] == "GitHub octo/sampler @ release.yml"
    assert "token-compromised-leak" not in db.scalars(select(EmailMessage.kind)).all()


def test_tokens_that_ended_are_forgotten(publishing, minted, registry, db):
    for age, left in ((timedelta(hours=23), 1), (timedelta(hours=25), 0)):
        row = db.scalars(select(Macaroon)).one()
        row.expires = datetime.now(UTC) - age
        used = db.scalars(select(UsedIdentityToken)).one()
        used.expires = datetime.now(UTC) - age + timedelta(hours=24)
        db.commit()
        with offline(registry) as request:
            forget_short_lived_tokens(request)
            forget_used_tokens(request)
        db.expire_all()
        assert len(db.scalars(select(Macaroon)).all()) == left
        assert len(db.scalars(select(UsedIdentityToken)).all()) == left


def test_a_token_without_a_person_says_so(minted, registry):
    with offline(registry) as request:
        _, row = request.service(TokenService).find(minted)
        with pytest.raises(LookupError):
            row.owner  # noqa: B018
        assert row.publisher_url.startswith("https://github.com/octo/sampler")


def test_people_are_told_once_of_a_token_beside_publishers(publishing, client, db):
    kind = "api-token-used-in-trusted-publisher-project"
    token, told = client.token(publishing.owner), []
    for version in ("1.0", "2.0", "3.0"):
        assert publishing.upload(token, version=version).status_int == 200
        mails = db.scalars(select(EmailMessage).where(EmailMessage.kind == kind)).all()
        told.append(len(mails))
        if version == "1.0":
            publishing.attach()
    assert told == [0, 1, 1]
    assert "http://localhost/manage/project/eggs/settings/publishing/" in mails[0].body


def test_owners_are_offered_an_environment_once_a_week(publishing, built_in, db):
    publishing.attach()
    for _ in range(2):
        publishing.mint(built_in.sign(github_claims(environment="release")))
    kind = "environment-ignored-in-trusted-publisher"
    assert db.scalars(select(EmailMessage.kind)).all().count(kind) == 1
