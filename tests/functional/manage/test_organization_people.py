"""People join organizations, have roles there, and leave."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from warehouse.email.models import EmailMessage
from warehouse.events.models import OrganizationEvent, UserEvent
from warehouse.http import offline
from warehouse.organizations.models import (
    OrganizationInvitation,
    OrganizationRole,
    OrganizationType,
)
from warehouse.organizations.tasks import expire_organization_invitations

PEOPLE = "/manage/organization/acme/people/"


@pytest.fixture
def acme(db, grace):
    return make_organization(db, "acme", owner=grace)


@pytest.fixture
def boss(browser, acme, grace):
    return browser(grace)


def invite(boss, name="bob", role="Member"):
    form = boss.get(f"{PEOPLE}invite/").forms["action"]
    form["username"] = name
    form["role_name"] = role
    return form.submit()


def link(db):
    mail = EmailMessage.kind == "verify-organization-role"
    text = db.scalars(
        select(EmailMessage.body).where(mail).order_by(EmailMessage.created.desc())
    ).first()
    return re.search(r"/account/verify-organization-role/\S+", text)[0]


def mails(db):
    return sorted(db.scalars(select(EmailMessage.kind)))


def roles(db):
    db.expire_all()
    found = db.scalars(select(OrganizationRole))
    return {each.user.username: each.role_name.value for each in found}


def test_somebody_who_is_invited_joins_and_has_a_role(boss, browser, bob, db):
    assert "bob is invited" in invite(boss, role="Manager").follow().text
    assert "has not answered yet" in invite(boss).text
    guest = browser(bob)
    assert guest.get(PEOPLE, status=403)
    page = guest.get("/manage/organizations/").click("Join Acme")
    assert "to be manager of" in page.text
    assert "You belong to Acme now." in page.forms["answer"].submit().follow().text
    assert roles(db) == {"grace": "Owner", "bob": "Manager"}
    assert "bob" in guest.get(PEOPLE).text
    assert {"organization-member-added", "added-as-organization-member"} <= set(mails(db))
    tags = set(db.scalars(select(OrganizationEvent.tag)))
    assert {
        "organization:organization_role:invite",
        "organization:organization_role:add",
    } <= tags
    assert "account:organization_role:add" in set(db.scalars(select(UserEvent.tag)))
    assert "was answered, taken back" in guest.get(link(db)).follow().text


def test_an_invitation_is_declined_with_a_message_or_taken_back(boss, browser, bob, db):
    invite(boss)
    form = browser(bob).get(link(db)).forms["answer"]
    form["message"] = "No <time>."
    assert "You declined" in form.submit("decline").follow().text
    declined = EmailMessage.kind == "organization-member-invite-declined"
    assert "No <time>." in db.scalars(select(EmailMessage.body).where(declined)).one()
    invite(boss)
    path = link(db)
    page = boss.get(PEOPLE).forms["revoke-1"].submit("user_id").follow()
    assert "The invitation of bob is taken back." in page.text
    assert "was answered, taken back" in browser(bob).get(path).follow().text
    assert "canceled-as-invited-organization-member" in mails(db)
    assert roles(db) == {"grace": "Owner"}


def test_an_invitation_expires_and_is_sent_again(boss, browser, bob, db, registry):
    invite(boss, role="Owner")
    db.scalars(select(OrganizationInvitation)).one().created -= timedelta(hours=7)
    db.commit()
    with offline(registry) as request:
        request.enqueue(expire_organization_invitations)
    page = boss.get(PEOPLE)
    assert "expired" in page.text
    form = page.click("Invite again").forms["action"]
    assert (form["username"].value, form["role_name"].value) == ("bob", "Owner")
    form.submit().follow()
    browser(bob).get(link(db)).forms["answer"].submit()
    assert roles(db)["bob"] == "Owner"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nobody", "no account “nobody”"),
        ("grace", "belongs to the organization already"),
        ("x" * 101, "at most 100 characters"),
    ],
)
def test_an_invitation_that_is_refused_is_explained(boss, name, said):
    page = invite(boss, name)
    assert said in page.text
    assert page.forms["action"]["username"].value == name


def test_managers_of_bills_are_only_in_companies(boss, acme, db):
    form = boss.get(f"{PEOPLE}invite/").forms["action"]
    offered = [each[0] for each in form["role_name"].options]
    assert offered == ["Member", "Manager", "Owner"]
    acme.orgtype = OrganizationType.COMPANY
    db.commit()
    assert "Billing manager" in boss.get(f"{PEOPLE}invite/").text


def test_roles_change_and_end_and_one_owner_stays(boss, browser, acme, bob, db, grace):
    row = OrganizationRole(organization=acme, user=bob, role_name="Member")
    db.add(row)
    db.commit()
    other = browser(bob)
    leave = boss.get(f"{PEOPLE}leave/").forms["action"]
    assert "would have no owner" in leave.submit().text
    form = boss.get(f"{PEOPLE}change/{row.id}/").forms["action"]
    form["role_name"] = "Owner"
    assert "The role of bob is changed." in form.submit().follow().text
    own = db.scalars(select(OrganizationRole.id).filter_by(user_id=grace.id)).one()
    page = boss.get(f"{PEOPLE}change/{own}/").forms["action"]
    page["role_name"] = "Member"
    assert "Owners do not change their own role" in page.submit().text
    gone = other.get(f"{PEOPLE}delete/{own}/").forms["action"].submit().follow()
    assert "grace does not belong to Acme any more." in gone.text
    assert roles(db) == {"bob": "Owner"}
    boss.get(PEOPLE, status=403)
    assert {
        "organization-member-removed",
        "removed-as-organization-member",
        "organization-member-role-changed",
        "role-changed-as-organization-member",
    } <= set(mails(db))


def test_an_organization_that_is_not_active_shows_its_settings_only(boss, acme, db):
    acme.is_active = False
    db.commit()
    page = boss.get(PEOPLE).follow()
    assert "Acme is not active. Ask the administrators about it." in page.text
    assert "is not active: it has no public page" in (
        boss.get("/manage/organization/ACME/").follow().text
    )
    assert boss.get("/manage/organization/acme/history/").status_int == 200


def test_names_are_invited_by_people_with_an_address_only(boss, db):
    quiet = make_user(db, "quiet")
    quiet.primary_email.verified = False
    db.commit()
    assert "no verified primary address" in invite(boss, "quiet").text
