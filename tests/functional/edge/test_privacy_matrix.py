"""The privacy matrix: every public route, made from the table of routes, as every reader.

Whoever has no right is answered about a private project as about a name that nobody has,
and everything that lists or counts is, to the byte, as if it were not there.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from tests.factories.accounts import make_user
from tests.factories.organizations import give_team
from tests.factories.packaging import make_project
from tests.fixtures.client import Client
from tests.fixtures.edge import LiveEdge, Response
from tests.functional.edge.public_routes import (
    BUCKET,
    CLASSIFIER,
    FILENAME,
    NAME,
    PATH,
    PROBES,
    VERSION,
    Probe,
    call,
    make_neighbours,
    make_project_among_them,
)
from tests.functional.edge.test_private_projects import mint, person, told
from warehouse.api.views.xmlrpc.methods import METHODS
from warehouse.http import offline
from warehouse.macaroons.caveats import TokenPermission
from warehouse.organizations.models import Organization, OrganizationRole
from warehouse.packaging.models import Dependency, DependencyKind
from warehouse.packaging.queries import project_named, release_of
from warehouse.packaging.resources import ProjectsResource
from warehouse.packaging.services import PrivacyService
from warehouse.security import SYSTEM
from warehouse.security.policy import AcceptsPredicate

ABSENT = "absent"
assert len(ABSENT) == len(NAME)

NOT_COMPARED = {
    "health": "says how long parts took",
    "api.stream": "does not end; reads what api.changes does",
}
VALUES = {
    "name": NAME,
    "version": VERSION,
    "filename": FILENAME,
    "old": VERSION,
    "new": VERSION,
    "path": "folder/member.py",
    "kind": "version",
    "username": "digger",
    "secret": "nothing",
    "guide": "mirroring",
}
OF_ROUTE = {
    "pages.organization": {"name": "acme"},
    "api.files": {"path": PATH.removeprefix("/packages/")},
    "pages.contents.folder": {"path": "folder"},
}
ACTIONS = {"classifiers.list": "list_classifiers"}
QUERIES = {
    "pages.search": f"?q={NAME}",
    "pages.search.suggest": f"?q={NAME}",
    "api.search": f"?q={NAME}",
    "api.changes": "?since=0",
}
BUCKETS = "0123456789abcdef"
PLACEHOLDER = re.compile(r"\{(\w+)(?::[^{}]*)?\}")


class Question(NamedTuple):
    """A request, by the route that it is for."""

    route: str
    path: str
    body: bytes = b""

    @property
    def is_named(self) -> bool:
        """Whether it is about the project, and not a search for what it may find."""
        is_search = "?q=" in self.path
        return not is_search and (NAME in self.path or NAME.encode() in self.body)

    def of(self, name: str) -> "Question":
        """Return the same question about another name."""
        body = self.body.replace(NAME.encode(), name.encode())
        return Question(self.route, self.path.replace(NAME, name), body)

    def ask(self, edge: LiveEdge, **headers: str) -> Response:
        """Return the answer."""
        if self.body:
            return edge.get(
                self.path, "POST", self.body, content_type="text/xml", **headers
            )
        return edge.get(self.path, **headers)


def questions(edge: LiveEdge) -> Iterator[Question]:
    """Every public route that can be read, with what it needs to be about the project."""
    found = edge.registry.introspector.get_category("routes")
    for route in (each["introspectable"] for each in found):
        name = route["name"]
        if asks_who(route) or name in NOT_COMPARED:
            continue
        if name == BUCKET:
            yield from (Question(name, f"/{each}.sitemap.xml") for each in BUCKETS)
            continue
        path = filled(route)
        if name.startswith("api.xmlrpc"):
            yield from (Question(name, path, each) for each in CALLS)
            continue
        yield Question(name, path + query(name))
        if name == "api.files":
            yield Question(name, f"{path}.metadata")
            yield Question(name, f"/packages/py3/{NAME[0]}/{NAME}/{FILENAME}")


def personal_questions(edge: LiveEdge) -> Iterator[Question]:
    """Every page and call for people who are known that is about one project."""
    found = edge.registry.introspector.get_category("routes")
    for route in (each["introspectable"] for each in found):
        if route["factory"] is ProjectsResource and asks_who(route):
            yield Question(route["name"], filled(route))


def asks_who(route: dict[str, Any]) -> bool:
    """Whether a route accepts credentials."""
    return any(isinstance(each, AcceptsPredicate) for each in route["object"].predicates)


def filled(route: dict[str, Any]) -> str:
    """Return a path of a route, about the project."""
    values = {**VALUES, **OF_ROUTE.get(route["name"], {})}
    return PLACEHOLDER.sub(lambda match: values.get(match[1], "0"), route["pattern"])


def query(name: str) -> str:
    kind = name.removeprefix("api.")
    if kind.startswith("legacy.") or kind in ACTIONS:
        action = ACTIONS.get(kind, kind.removeprefix("legacy."))
        return f"?:action={action}&name={NAME}&version={VERSION}"
    return QUERIES.get(name, "")


CALLS = (
    call("changelog_last_serial"),
    call("list_packages_with_serial"),
    call("package_roles", NAME),
    call("user_packages", "digger"),
    call("browse", f"<array><data><value>{CLASSIFIER}</value></data></array>"),
    b"<methodCall><methodName>changelog_since_serial</methodName><params><param><value>"
    b"<int>0</int></value></param></params></methodCall>",
)


def nameless(answer: Response, name: str) -> tuple[Any, ...]:
    """Return what an answer says, whatever the name in it is."""
    status, headers, body = told(answer)
    headers = {key: value.replace(name, "NAME") for key, value in headers.items()}
    return status, headers, body.replace(name.encode(), b"NAME")


def signed_in(edge: LiveEdge, username: str) -> dict[str, str]:
    """The cookie of a browser in which somebody signed in."""
    client = Client(edge.edge.gateway.application.wsgi, edge.registry)
    with offline(edge.registry) as request:
        user = person(request.db, username)
        client.sign_in(user)
    return {"cookie": f"session_id={client.cookies['session_id']}"}


@pytest.fixture
def neighbours(edge: LiveEdge) -> None:
    make_neighbours(edge)
    with offline(edge.registry) as request:
        db = request.db
        for name in ("stranger", "reader", "member"):
            make_user(db, name)
        make_user(db, "moderator", is_moderator=True)
        make_project(db, "unrelated", owner=person(db, "digger"))
        host = release_of(db, project_named(db, "host"), "1.0")
        kind = DependencyKind.REQUIRES_DIST
        host.dependencies.append(Dependency(kind=kind, specifier=NAME))


@pytest.fixture
def hidden(edge: LiveEdge, neighbours: None) -> None:
    """The project, private from the first, with readers by person and by team."""
    make_project_among_them(edge, is_private=True)
    with offline(edge.registry) as request:
        db = request.db
        acme = db.query(Organization).one()
        member = person(db, "member")
        db.add(OrganizationRole(organization=acme, user=member, role_name="Member"))
        team = give_team(db, acme, member, "readers")
        project, privacy = project_named(db, NAME), request.service(PrivacyService)
        for reader in (person(db, "reader"), team):
            privacy.let_in(project, reader, actor=SYSTEM)


def strangers(edge: LiveEdge) -> dict[str, dict[str, str]]:
    """Everybody who may not read, by the headers that they send."""
    publish = TokenPermission.PUBLISH
    return {
        "anonymous": {},
        "other person, token": mint(edge, "stranger"),
        "other person, session": signed_in(edge, "stranger"),
        "token for another project": mint(edge, "digger", names=("unrelated",)),
        "token that uploads": mint(edge, "digger", permission=publish),
        "expired token": mint(edge, "digger", lifetime=timedelta(seconds=-1)),
    }


def readers(edge: LiveEdge) -> dict[str, dict[str, str]]:
    """Everybody who may read, by the headers that they send."""
    return {
        "collaborator, token": mint(edge, "digger"),
        "collaborator, session": signed_in(edge, "digger"),
        "token for this project": mint(edge, "digger", names=(NAME,)),
        "reader by person, token": mint(edge, "reader"),
        "reader by person, session": signed_in(edge, "reader"),
        "reader by team": mint(edge, "member"),
        "staff": signed_in(edge, "moderator"),
    }


def test_every_call_of_xml_rpc_is_made():
    assert {
        name for name in METHODS if any(name.encode() in each for each in CALLS)
    } == set(METHODS)


def test_strangers_are_answered_as_about_a_name_that_nobody_has(edge, hidden):
    asked = [each for each in questions(edge) if each.is_named]
    assert len(asked) > 40
    for who, headers in strangers(edge).items():
        for each in asked:
            first, second = (nameless(each.ask(edge, **headers), NAME) for _ in range(2))
            absent = nameless(each.of(ABSENT).ask(edge, **headers), ABSENT)
            assert first == second == absent, (who, each)


def test_lists_and_numbers_are_as_if_it_were_not_there(edge, neighbours, request):
    every = list(questions(edge))
    asked = [each if not each.is_named else each.of("host") for each in every]
    assert len(asked) > 100
    edge.wait_for("/simple/", lambda body: b"unrelated" in body)
    asking = [(who, each) for who in strangers(edge).items() for each in asked]
    before = [told(each.ask(edge, **headers)) for (_, headers), each in asking]
    request.getfixturevalue("hidden")
    for ((who, headers), each), was in zip(asking, before, strict=True):
        assert told(each.ask(edge, **headers)) == was, (who, each)


def test_pages_for_people_tell_strangers_nothing(edge, hidden):
    asked = list(personal_questions(edge))
    assert len(asked) > 40
    for who, headers in strangers(edge).items():
        for each in asked:
            private = nameless(each.ask(edge, **headers), NAME)
            absent = nameless(each.of(ABSENT).ask(edge, **headers), ABSENT)
            assert private == absent, (who, each)


def is_of_it(probe: Probe) -> bool:
    return NAME in probe.path and "q=" not in probe.path


def test_readers_read_all_of_it(edge, hidden):
    probes = [each for each in PROBES if is_of_it(each)]
    assert len(probes) > 20
    for who, headers in readers(edge).items():
        for each in probes:
            answer = edge.get(each.path, **{**dict(each.headers), **headers})
            assert answer.status == 200, (who, each)
            assert each.shows.encode() in answer.body, (who, each)
            assert answer.headers["cache-control"].startswith("private"), (who, each)
            assert "surrogate-key" not in answer.headers, (who, each)
