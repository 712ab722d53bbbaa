"""Organizations wait for publishers, whose first upload makes a project of theirs."""

import pytest
from sqlalchemy import select

from tests.builders.issuers import github_claims
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from warehouse.email.models import EmailMessage
from warehouse.events.models import OrganizationEvent
from warehouse.http import offline
from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.oidc.pending_tasks import expire_pending
from warehouse.organizations.models import Organization, OrganizationRole
from warehouse.packaging.models import Project
from warehouse.packaging.queries import organization_of

PLACE = "/manage/organization/acme/publishing/"


@pytest.fixture
def acme(db, publishing):
    return make_organization(db, "acme", owner=publishing.owner)


def events(db, tag):
    """The details of the events of organizations with a tag."""
    found = select(OrganizationEvent.additional).where(OrganizationEvent.tag == tag)
    return db.scalars(found).all()


def announce(browser, name):
    form = browser.get(f"{PLACE}?provider=google&project_name={name}").forms[
        "add-publisher"
    ]
    form["email"] = f"{name}@example.iam.gserviceaccount.com"
    return form.submit()


def test_the_first_upload_makes_a_project_of_the_organization(
    publishing, built_in, acme, db
):
    publishing.announce("brand-new", organization=acme)
    said = publishing.mint(built_in.sign(github_claims()))
    assert publishing.upload(said["token"], "brand_new").status_int == 200
    [project] = db.scalars(
        select(Project).where(Project.normalized_name == "brand-new")
    ).all()
    assert organization_of(db, project.id).name == "acme"
    assert project.roles == []
    [added] = events(db, "organization:organization_project:add")
    assert added["project_name"] == "brand-new"
    kinds = db.scalars(select(EmailMessage.kind)).all()
    assert "pending-trusted-publisher-reified" in kinds
    assert db.scalars(select(PendingOIDCPublisher)).all() == []


def test_publishers_meet_all_rules_of_an_organization(publishing, built_in, acme, db):
    acme.requires_passkey = acme.only_trusted_publishing = True
    acme.longest_token_days = 1
    db.commit()
    publishing.announce("brand-new", organization=acme)
    token = publishing.mint(built_in.sign(github_claims()))["token"]
    assert publishing.upload(token, "brand_new").status_int == 200


def test_an_organization_that_is_not_active_gets_no_project(publishing, built_in, acme, db):
    publishing.announce("brand-new", organization=acme)
    db.get_one(Organization, acme.id).is_active = False
    db.commit()
    assert publishing.refusal(built_in.sign(github_claims())) == (
        "invalid-payload",
        "the organization acme is not active",
    )
    assert (
        db.scalars(select(Project).where(Project.normalized_name == "brand-new")).all()
        == []
    )


def test_owners_wait_for_any_number_of_publishers(publishing, acme, db):
    browser = publishing.client
    browser.sign_in(publishing.owner)
    for name in ("a1", "a2", "a3", "a4"):
        page = announce(browser, name).follow()
        assert f"makes {name} with its first upload" in page
    refused = announce(browser, "a4")
    assert "Somebody waits for this publisher already." in refused, refused.html.main.text
    assert "You wait for none." in browser.get("/manage/account/publishing/")
    pending = db.scalars(select(PendingOIDCPublisher)).first()
    own = f"/manage/account/publishing/{pending.id}/remove/"
    browser.get(own, status=404)
    page = browser.get(f"{PLACE}{pending.id}/remove/").forms["action"].submit().follow()
    assert f"does not make {pending.project_name} any more" in page
    history = browser.get("/manage/organization/acme/history/")
    assert "A trusted publisher was announced" in history
    make_organization(db, "other", owner=publishing.owner)
    elsewhere = PLACE.replace("acme", "other")
    assert "It waits for none." in browser.get(elsewhere)
    key = db.scalars(select(PendingOIDCPublisher.id)).first()
    browser.get(f"{elsewhere}{key}/remove/", status=404)


def test_owners_are_told_of_the_end_when_who_added_it_has_left(
    publishing, acme, db, registry
):
    publishing.announce("brand-new", organization=acme)
    boss = make_user(db, "boss")
    [role] = db.scalars(select(OrganizationRole)).all()
    role.user = boss
    [pending] = db.scalars(select(PendingOIDCPublisher)).all()
    pending.created = pending.created.replace(year=2020)
    db.commit()
    with offline(registry) as request:
        expire_pending(request)
    [mail] = db.scalars(
        select(EmailMessage).where(EmailMessage.kind == "pending-trusted-publisher-expired")
    ).all()
    assert mail.recipient == boss.primary_email.email
    [gone] = events(db, "organization:oidc:pending-publisher-removed")
    assert gone["project"] == "brand-new"
