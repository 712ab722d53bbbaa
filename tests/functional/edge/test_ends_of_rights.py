"""A right to read something private that ends, ends with the next request of every kind.

Two processes have answered before; whatever they keep is not what they answer with.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.accounts import make_user
from tests.factories.organizations import give_team
from tests.functional.edge.public_routes import (
    NAME,
    PROBES,
    make_neighbours,
    make_project_among_them,
)
from tests.functional.edge.test_privacy_matrix import is_of_it, signed_in
from tests.functional.edge.test_private_projects import mint, person
from warehouse.accounts.services.sessions import SessionService
from warehouse.accounts.services.users import UserService
from warehouse.http import offline
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import TokenService
from warehouse.organizations.models import Organization, OrganizationRole, Team, TeamRole
from warehouse.organizations.services import MemberService, TeamService
from warehouse.packaging.models import OrganizationProject, Role
from warehouse.packaging.queries import project_named, reader_in
from warehouse.packaging.services import PrivacyService, RoleService
from warehouse.security import SYSTEM

ASKED = [each for each in PROBES if is_of_it(each)]
_KINDS = {"api.simple.detail", "api.json.project", "pages.project", "api.files"}
SOME = list({each.route: each for each in ASKED if each.route in _KINDS}.values())
"""One of each kind, for the ways that end one and the same right."""


@dataclass
class Place:
    """Somebody who has a right to the project, and the rows by which they have it."""

    request: Any
    username: str

    @property
    def user(self):
        return person(self.request.db, self.username)

    @property
    def project(self):
        return project_named(self.request.db, NAME)

    @property
    def acme(self):
        return self.request.db.query(Organization).one()

    @property
    def team(self):
        return self.request.db.query(Team).filter_by(name=self.username).one()

    def row(self, kind):
        return self.request.db.query(kind).filter_by(user_id=self.user.id).one()

    def call(self, service, verb, *about):
        getattr(self.request.service(service), verb)(*about, actor=SYSTEM)


def by_oneself(place):
    place.call(PrivacyService, "let_in", place.project, place.user)


def by_team(place):
    db, acme, user = place.request.db, place.acme, place.user
    db.add(OrganizationRole(organization=acme, user=user, role_name="Member"))
    team = give_team(db, acme, user, place.username)
    place.call(PrivacyService, "let_in", place.project, team)


def by_role(place):
    place.request.db.add(
        Role(project=place.project, user=place.user, role_name="Maintainer")
    )


def shut_out(reader):
    """The end of a right that a person or a team was given."""

    def end(place):
        row = reader_in(place.request.db, place.project, getattr(place, reader))
        place.call(PrivacyService, "shut_out", place.project, row)

    return end


def leave_organization(place):
    place.call(MemberService, "leave", place.acme, place.user)


def lose_project(place):
    rows = place.request.db.query(OrganizationProject)
    rows.filter_by(project_id=place.project.id).delete()


WAYS: dict[str, tuple[Callable[[Place], Any], Callable[[Place], Any]]] = {
    "removed-reader": (by_oneself, shut_out("user")),
    "removed-team": (by_team, shut_out("team")),
    "left-team": (by_team, lambda it: it.call(TeamService, "leave", it.team, it.user)),
    "taken-from-team": (
        by_team,
        lambda it: it.call(TeamService, "remove_member", it.row(TeamRole)),
    ),
    "deleted-team": (by_team, lambda it: it.call(TeamService, "delete", it.team)),
    "left-organization": (by_team, leave_organization),
    "lost-role": (by_role, lambda it: it.call(RoleService, "withdraw", it.row(Role))),
    "frozen-account": (by_oneself, lambda it: it.call(UserService, "freeze", it.user)),
    "revoked-token": (
        by_oneself,
        lambda it: it.call(TokenService, "revoke", it.row(Macaroon)),
    ),
    "lost-project": (by_team, lose_project),
}
"""How a right begins, and how it ends; the last one concerns all teams."""


@pytest.fixture
def edges(start_edge):
    """Two processes, and the private project."""
    found = [start_edge(), start_edge()]
    make_neighbours(found[0])
    make_project_among_them(found[0], is_private=True)
    return found


def statuses(edges, headers, asked=ASKED):
    """The statuses of answers about the project, from both processes."""
    return {
        edge.get(each.path, **{**dict(each.headers), **headers}).status
        for each in asked
        for edge in edges
    }


def at(edges, username, change):
    with offline(edges[0].registry) as request:
        change(Place(request, username))


def test_each_end_of_a_right_holds_for_the_next_request(edges):
    assert (len(ASKED) > 20, len(SOME)) == (True, len(_KINDS))
    for number, (username, (begin, end)) in enumerate(WAYS.items()):
        asked = SOME if number else ASKED
        at(edges, username, lambda it: make_user(it.request.db, it.username))
        headers = mint(edges[0], username)
        at(edges, username, begin)
        assert statuses(edges, headers, asked) == {200}, username
        at(edges, username, end)
        assert statuses(edges, headers, asked) <= {401, 404}, username


def test_a_session_and_a_token_that_end_read_no_more(edges):
    at(edges, "reader", lambda it: make_user(it.request.db, it.username))
    at(edges, "reader", by_oneself)
    headers = signed_in(edges[0], "reader")
    assert statuses(edges, headers, SOME) == {200}
    at(edges, "reader", lambda it: it.request.service(SessionService).end_all(it.user))
    assert statuses(edges, headers, SOME) == {404}
    life = timedelta(seconds=3)
    until = time.monotonic() + life.total_seconds() + 1
    ending = mint(edges[0], "reader", lifetime=life)
    assert edges[0].get(SOME[0].path, **ending).status == 200
    time.sleep(until - time.monotonic())
    assert statuses(edges, ending, SOME) == {401}


def test_a_project_that_becomes_private_is_gone_from_what_was_stored(edges):
    at(edges, "", lambda it: it.call(PrivacyService, "make_public", it.project))
    for _ in range(2):
        assert statuses(edges, {}) == {200}
    at(edges, "", lambda it: it.call(PrivacyService, "make_private", it.project))
    assert statuses(edges, {}) == {404}
