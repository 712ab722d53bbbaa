"""Teams have roles in projects, and whoever leaves loses them in the same second."""

import pytest
from sqlalchemy import select

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from warehouse.email.models import EmailMessage
from warehouse.events.models import TeamEvent
from warehouse.macaroons.caveats import TokenPermission
from warehouse.organizations.models import OrganizationRole, Team
from warehouse.packaging.models import JournalEntry

ACME = "/manage/organization/acme/"
TEAM = f"{ACME}team/core-devs/"
PEOPLE = "/manage/project/eggs/collaboration/"


@pytest.fixture
def tina(db):
    return make_user(db, "tina")


@pytest.fixture
def acme(db, grace, eggs, tina):
    """An organization that owns the project, and has a member."""
    made = make_organization(db, "acme", owner=grace, projects=(eggs,))
    db.add(OrganizationRole(organization=made, user=tina, role_name="Member"))
    db.commit()
    return made


@pytest.fixture
def boss(browser, acme, grace):
    return browser(grace)


def fill(browser, path, **values):
    form = browser.get(path).forms["action"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


@pytest.fixture
def team(boss, db):
    """A team of one that owns the project."""
    fill(boss, f"{ACME}teams/new/", team_name="Core  Devs").follow()
    fill(boss, f"{TEAM}members/add/", username="tina").follow()
    role = {"team_name": "core-devs", "team_project_role_name": "Owner"}
    fill(boss, f"{PEOPLE}add_team/", **role).follow()
    return db.scalars(select(Team)).one()


@pytest.fixture
def doors(browser, tina):
    """Whether she comes in by the web, by an upload and by the API."""
    tab, program = browser(tina), browser()
    publish = program.token(tina, description="publish")
    manage = program.token(tina, description="manage", permission=TokenPermission.MANAGE)

    def doors():
        filename, content = "eggs-1.0-py3-none-any.whl", wheel()
        fields = forms.fields(filename, content, name="eggs")
        sent = program.post(
            "/legacy/",
            forms.body(fields, filename, content),
            headers=forms.headers(publish),
            status="*",
        )
        called = program.get(
            "/api/v1/projects/eggs/webhooks",
            headers={"Authorization": f"Bearer {manage}"},
            status="*",
        )
        page = tab.get("/manage/project/eggs/releases/", status="*")
        return page.status_int, sent.status_int == 403, called.status_int

    return doors


def rows(db, model, column):
    return list(db.scalars(select(getattr(model, column)).order_by(model.id)))


def test_the_members_of_a_team_have_its_role(boss, team, doors, db, browser, tina):
    assert doors() == (200, False, 200)
    page = browser(tina).get("/manage/projects/")
    assert "Owner, by the team Core  Devs" in page.text
    assert "Core  Devs" in boss.get(PEOPLE).text
    role = boss.get(PEOPLE).click(href="change_team").forms["action"]
    role["team_project_role_name"] = "Maintainer"
    assert "The role of the team Core  Devs is changed." in role.submit().follow().text
    assert doors() == (403, False, 403)
    entries = rows(db, JournalEntry, "action")
    assert entries[-2:] == [
        "add Owner Core  Devs",
        "change Owner Core  Devs to Maintainer",
    ]
    assert {"team:create", "team:team_role:add", "team:team_project_role:change"} <= set(
        rows(db, TeamEvent, "tag")
    )
    assert {"team-created", "added-as-team-member", "added-as-team-collaborator"} <= set(
        rows(db, EmailMessage, "kind")
    )


LOSSES = {
    "taken off the team": (f"{TEAM}members/", "members/delete", {}),
    "taken out of the organization": (f"{ACME}people/", "people/delete", {}),
    "the role of the team ends": (PEOPLE, "delete_team", {}),
    "the team is deleted": (
        *(f"{TEAM}settings/", "core-devs/delete"),
        {"confirm_team_name": "Core  Devs"},
    ),
}


@pytest.mark.parametrize(("page", "link", "typed"), LOSSES.values(), ids=LOSSES)
def test_a_role_that_ends_closes_every_door(boss, team, doors, page, link, typed):
    form = boss.get(page).click(href=link).forms["action"]
    for name, value in typed.items():
        form[name] = value
    assert doors()[0] == 200
    form.submit().follow()
    assert doors() == (403, True, 403)


def test_a_transfer_ends_the_roles_of_teams(boss, team, doors, db, grace):
    make_organization(db, "other", owner=grace)
    name = "confirm_transfer_organization_project_name"
    path = "/manage/project/eggs/transfer_organization_project/"
    said = fill(boss, path, organization="other", **{name: "Eggs"}).follow()
    assert "Eggs belongs to Other now." in said.text
    assert doors() == (403, True, 403)
    assert "remove Owner Core  Devs" in rows(db, JournalEntry, "action")


def test_members_leave_teams_by_themselves(browser, team, tina, doors, db):
    page = fill(browser(tina), f"{TEAM}members/leave/").follow()
    assert "You are not on the team Core  Devs any more." in page.text
    assert doors() == (403, True, 403)
    assert "is not on the team" in fill(browser(tina), f"{TEAM}members/leave/").text
    assert "removed-as-team-member" in rows(db, EmailMessage, "kind")


def test_owners_by_a_team_do_not_take_its_role(browser, team, tina):
    page = browser(tina).get(PEOPLE).click(href="delete_team").forms["action"].submit()
    assert "You own the project by this team" in page.text


@pytest.mark.parametrize("name", ["-x", "x ", "a" * 51, ".", "core.DEVS"])
def test_a_team_is_named_as_the_rule_says(boss, team, name):
    page = boss.get(f"{ACME}teams/new/").forms["action"]
    page["team_name"] = name
    said = page.submit()
    if name == "x ":
        said = said.follow()
    told = ("is no name for a team", "has a team", "The team x is made.")
    assert any(each in said.text for each in told)


def test_a_team_is_renamed_and_has_a_history(boss, team, browser, tina):
    page = fill(boss, f"{TEAM}settings/rename/", team_name="Kernel").follow()
    assert "The team is called Kernel now." in page.text
    boss.get(f"{TEAM}members/", status=404)
    history = browser(tina).get(f"{ACME}team/kernel/history/")
    assert "The team was renamed" in history.text
    assert "eggs" in browser(tina).get(f"{ACME}team/KERNEL/projects/").text.lower()
    log = boss.get(f"{ACME}history/").text
    assert "A team was renamed" in log
    assert "A team was given a role in a project" in log


def test_members_have_a_role_in_a_project_without_an_invitation(boss, acme, db, bob):
    form = boss.get(PEOPLE).click("Add a member of the organization").forms["action"]
    offered = [each[0] for each in form["username"].options]
    assert "tina" in offered
    assert "bob" not in offered
    form["username"] = "tina"
    assert "tina works on Eggs now." in form.submit().follow().text
    assert "add Maintainer tina" in rows(db, JournalEntry, "action")
    form["username"].force_value("bob")
    assert form.submit().status_int == 200
