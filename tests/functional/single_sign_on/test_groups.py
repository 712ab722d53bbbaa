"""Teams that follow a group of whoever vouches for people."""

import pytest
from sqlalchemy import select

from tests.builders.directories import BASE
from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.fixtures.client import Client
from tests.functional.single_sign_on.ways import ADA, link, sign_in_by
from warehouse.accounts.queries import user_named
from warehouse.events.models import OrganizationEvent
from warehouse.organizations import queries
from warehouse.organizations.models import (
    OrganizationRole,
    OrganizationRoleName,
)

SETTINGS = "/manage/organization/acme/team/crew/settings/"


@pytest.fixture
def acme(db):
    """An organization whose owner is on both of its teams."""
    owner = make_user(db, "owner")
    found = make_organization(db, "acme", owner=owner)
    for name in ("crew", "others"):
        give_team(db, found, owner, name)
    return found


@pytest.fixture
def member(db, acme):
    """Let somebody be a member of the organization, on the team that follows nothing."""

    def join(user):
        role = OrganizationRoleName.MEMBER
        db.add(OrganizationRole(organization=acme, user=user, role_name=role))
        db.commit()
        return user

    return join


def follow(client, db, group):
    """Have the owner let a team follow a group."""
    browser = Client(client.app, client.registry)
    browser.sign_in(user_named(db, "owner"))
    page = browser.get(SETTINGS).click("Choose a group")
    form = page.forms["action"]
    form["group_name"] = group
    return form.submit().follow()


def teams_of(db, acme, user):
    """Return the names of the teams that somebody is on."""
    db.expire_all()
    return [each.team.name for each in queries.team_roles_of(db, acme.id, user.id)]


def test_a_member_is_on_the_team_while_in_the_group(
    client, db, acme, member, identity_provider, with_single_sign_on
):
    with_single_sign_on(groups="groups")
    user = member(make_user(db, "countess"))
    link(db, user, identity_provider)
    follow(client, db, "crew")
    steps = [(["crew", "x"], ["crew"]), (["crew"], ["crew"]), (["x"], []), (None, [])]
    for groups, teams in steps:
        client.reset()
        sign_in_by(client, identity_provider, **ADA, groups=groups)
        assert teams_of(db, acme, user) == teams
    assert teams_of(db, acme, user_named(db, "owner")) == ["crew", "others"]
    tags = select(OrganizationEvent).where(OrganizationEvent.tag.contains("team_role"))
    events = db.scalars(tags.order_by(OrganizationEvent.time)).all()
    assert [each.tag.rpartition(":")[2] for each in events] == ["add", "remove"]
    assert all("the groups of Example" in str(each.additional) for each in events)


def test_nobody_becomes_a_member_of_the_organization_by_a_group(
    client, db, acme, identity_provider, with_single_sign_on
):
    with_single_sign_on(groups="groups")
    user = make_user(db, "countess")
    link(db, user, identity_provider)
    follow(client, db, "crew")
    sign_in_by(client, identity_provider, **ADA, groups=["crew"])
    assert teams_of(db, acme, user) == []


def test_groups_that_are_not_told_change_nothing(
    client, db, acme, member, identity_provider
):
    user = member(make_user(db, "countess"))
    link(db, user, identity_provider)
    follow(client, db, "crew")
    sign_in_by(client, identity_provider, **ADA, groups=["crew"])
    assert teams_of(db, acme, user) == []


def test_groups_of_the_directory_count_at_each_password(client, db, acme, member, people):
    group = "cn=crew,ou=groups,dc=example"
    form = client.get("/account/login/").forms["sign-in"]
    form["username"], form["password"] = "ada", "secret"
    form.submit()
    user = member(user_named(db, "ada"))
    follow(client, db, group)
    for groups, teams in [([group], ["crew"]), ([], [])]:
        people.people[f"uid=ada,{BASE}"][1]["memberOf"] = groups
        client.reset()
        form = client.get("/account/login/").forms["sign-in"]
        form["username"], form["password"] = "ada", "secret"
        form.submit()
        assert teams_of(db, acme, user) == teams


def test_without_anybody_who_vouches_there_is_no_group(client, db, acme):
    client.sign_in(user_named(db, "owner"))
    assert "Choose a group" not in client.get(SETTINGS)
    client.get(f"{SETTINGS}group/", status=404)
