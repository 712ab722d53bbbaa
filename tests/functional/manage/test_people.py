"""Owners invite people to a project, and change and end their roles."""

import re

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from tests.functional.admin.acting import act as staff_act
from tests.functional.manage.test_releases import act
from warehouse.email.models import EmailMessage
from warehouse.packaging.models import JournalEntry, Role

PEOPLE = "/manage/project/eggs/collaboration/"


@pytest.fixture
def carol(db, eggs):
    return make_user(db, "carol")


def invite(owner, role="Maintainer"):
    return act(owner, f"{PEOPLE}invite/", username="carol", role_name=role)


def mails(db):
    return list(db.scalars(select(EmailMessage.kind).order_by(EmailMessage.created)))


def roles(db):
    db.expire_all()
    return {role.user.username: role.role_name for role in db.scalars(select(Role))}


def link(db):
    [message] = db.scalars(
        select(EmailMessage).where(EmailMessage.kind == "verify-project-role")
    )
    found = re.search(r"https?://[^/]+(/account/verify-project-role/\S+)", message.body)
    return found[1]


def test_an_invitation_is_accepted(owner, browser, db, carol):
    assert "carol is invited" in invite(owner).follow().text
    guest = browser(carol)
    assert "1 invitation waits" in guest.get("/manage/projects/").text
    page = guest.get(link(db))
    assert "You are invited to be maintainer" in page.text
    page = page.forms["answer"].submit().follow()
    assert "You work on Eggs now." in page.text
    assert roles(db)["carol"] == "Maintainer"
    kinds = mails(db)
    assert kinds == ["verify-project-role", "collaborator-added", "added-as-collaborator"]
    actions = db.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert actions[-2:] == ["invite Maintainer carol", "accepted Maintainer carol"]


def test_an_invitation_is_declined(owner, browser, db, carol):
    invite(owner, "Owner")
    guest = browser(carol)
    page = guest.get(link(db)).forms["answer"].submit("decline").follow()
    assert "You declined to work on Eggs." in page.text
    assert "carol" not in roles(db)
    page = guest.get(link(db)).follow()
    assert "was answered, taken back, or replaced" in page.text


def test_an_invitation_is_for_one_account_and_can_be_taken_back(
    owner, maintainer, db, carol
):
    invite(owner)
    assert "for another account" in maintainer.get(link(db)).follow().text
    assert "has not answered yet" in invite(owner).text
    page = owner.get(PEOPLE).forms["revoke-1"].submit("user_id").follow()
    assert "The invitation of carol is taken back." in page.text
    assert page.html.select("form[id^=revoke]") == []


@pytest.mark.parametrize(
    ("username", "said"),
    [
        ("nobody", "There is no account “nobody”"),
        ("bob", "bob works on Eggs already."),
        ("<b>", "There is no account “&lt;b&gt;”"),
    ],
)
def test_an_impossible_invitation_is_explained(owner, username, said):
    page = act(owner, f"{PEOPLE}invite/", username=username)
    assert said in page.text
    assert page.forms["action"]["username"].value == username


def test_invitations_are_limited(owner, with_accounts):
    with_accounts(invitations_per_user="2 per hour")
    for _each in range(2):
        act(owner, f"{PEOPLE}invite/", username="nobody")
    page = invite(owner)
    assert "That was too often. Try again in 60 minutes." in page.text
    assert page.forms["action"]["username"].value == "carol"


def role_path(page, verb, username):
    for each in page.html.select(f"a[href*='/{verb}/']"):
        if username in each.text or each.text == username:
            return each["href"]
    raise LookupError(username)


def test_roles_are_changed_and_ended(owner, db):
    page = owner.get(PEOPLE)
    path = role_path(page, "change", "bob")
    assert (
        "The role of bob is changed." in act(owner, path, role_name="Owner").follow().text
    )
    assert roles(db)["bob"] == "Owner"
    page = act(owner, role_path(owner.get(PEOPLE), "delete", "bob")).follow()
    assert "bob does not work on Eggs any more." in page.text
    assert set(mails(db)) == {
        "collaborator-role-changed",
        "role-changed-as-collaborator",
        "collaborator-removed",
        "removed-as-collaborator",
    }


def test_the_last_owner_stays_and_another_may_leave(owner, db):
    page = owner.get(PEOPLE)
    assert "There is one owner." in page.text
    leave = role_path(page, "delete", "Leave")
    assert "Eggs would have no owner." in act(owner, leave).text
    act(owner, role_path(page, "change", "bob"), role_name="Owner").follow()
    page = act(owner, leave).follow()
    assert "grace does not work on Eggs any more." in page.text
    assert page.request.path == "/manage/projects/"
    assert roles(db) == {"bob": "Owner"}


def test_a_role_belongs_to_the_project_of_its_address(owner, db, eggs):

    other = make_project(db, "other", owner=make_user(db))
    foreign = db.scalars(select(Role.id).where(Role.project_id == other.id)).one()
    for verb in ("change", "delete"):
        owner.get(f"{PEOPLE}{verb}/{foreign}/", status=404)
        owner.get(f"{PEOPLE}{verb}/nonsense/", status=404)


def test_two_owners_do_not_leave_a_project_without_one(owner, maintainer, db, bob):
    page = owner.get(PEOPLE)
    act(owner, role_path(page, "change", "bob"), role_name="Owner").follow()
    of_grace = role_path(maintainer.get(PEOPLE), "change", "grace")
    act(owner, role_path(owner.get(PEOPLE), "change", "bob"), role_name="Maintainer")
    maintainer.get(of_grace, status=403)
    assert sorted(roles(db).values()) == ["Maintainer", "Owner"]


def test_nobody_joins_a_project_in_quarantine(owner, browser, db, carol, eggs):
    invite(owner, "Owner")
    eggs.lifecycle_status = "quarantine-enter"
    db.commit()
    page = browser(carol).get(link(db)).forms["answer"].submit().follow()
    assert "Eggs is in quarantine" in page.text
    assert "carol" not in roles(db)


def test_owners_are_not_told_which_administrator_it_was(browser, owner, db):
    root = browser(make_user(db, "root", is_superuser=True))
    path = "/admin/projects/eggs/add_role/"
    make_user(db, "dora")
    staff_act(root, path, username="dora", role_name="Maintainer")
    told = db.scalars(select(EmailMessage).where(EmailMessage.kind.like("%collaborator%")))
    assert [each.kind for each in told.all()] != []
    assert not any("root" in each for each in db.scalars(select(EmailMessage.body)))
