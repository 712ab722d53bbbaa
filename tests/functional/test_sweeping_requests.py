"""Every route: reading changes nothing, and no form of a session is sent unguarded.

The requests are made of the table of routes, so a new page is among them on its own.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from freezegun import freeze_time
from pyramid.config import Configurator
from pyramid.interfaces import IRoutesMapper
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.organizations import give_team, make_organization
from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import Client
from tests.functional.login.factors import give_codes, give_totp

WRITES = re.compile(r"\s*(?:with\b.*?\)\s*)?(insert|update|delete|truncate)\b", re.I | re.S)
VALUES = {"name": "example", "username": "alice", "version": "1.0"}
CHANGING_READS = {
    "manage.account.recovery.regenerate": "shows the codes it makes (auth.md 7)",
}
PLAIN = re.compile(r"\{\w+\}")


@pytest.fixture
def signed_in(client: Client, db: Session) -> Iterator[Client]:
    """A person with a project, an organization, a second factor and codes.

    They have just signed in, and it stays just now, however long the routes take: some
    ask again after ten seconds.
    """
    alice = make_user(db, "alice", is_superuser=True)
    project = make_project(db, "example", owner=alice)
    make_file(db, make_release(db, project, "1.0"), "example-1.0.tar.gz")
    give_team(db, make_organization(db, "example", owner=alice), alice, "x")
    with freeze_time(datetime.now(UTC)):
        client.sign_in(alice)
        give_totp(db, alice)
        give_codes(db, alice, "0" * 16, "1" * 16)
        client.token(alice)
        yield client


@pytest.fixture
def views(configurator: Configurator) -> list[dict[str, Any]]:
    """Every view that has a route."""
    found = configurator.introspector.get_category("views")
    rows = [each["introspectable"] for each in found]
    return [row for row in rows if row["route_name"] and not row["exception_only"]]


@pytest.fixture
def paths(configurator: Configurator) -> dict[str, str]:
    """A path of each route."""
    routes = configurator.registry.getUtility(IRoutesMapper).get_routes()
    filled = lambda found: VALUES.get(found[0].strip("{}"), "x")  # noqa: E731
    return {
        route.name: PLAIN.sub(filled, route.pattern.replace("*path", "x"))
        for route in routes
    }


def test_reading_changes_nothing(
    signed_in: Client, paths: dict[str, str], statements: list[str]
) -> None:
    changed = {}
    for name, path in paths.items():
        statements.clear()
        answer = signed_in.get(path, status="*", expect_errors=True)
        assert answer.status_int < 500, name
        written = [each for each in statements if WRITES.match(each)]
        if written:
            changed[name] = written
    assert set(changed) == set(CHANGING_READS), changed


def test_no_form_of_a_session_is_accepted_without_its_token(
    signed_in: Client, paths: dict[str, str], views: list[dict[str, Any]]
) -> None:
    guarded = 0
    for view in views:
        if view.get("uses_session") and "POST" in view.get("methods", ()):
            asked = {str(view.get("request_param") or "x").split("=")[0]: "1"}
            answer = signed_in.post(paths[view["route_name"]], asked, status="*")
            assert (answer.status_int, "open for too long" in answer.text) == (400, True), (
                view
            )
            guarded += 1
    assert guarded > 25


def test_no_form_breaks_by_a_character_that_no_database_stores(
    signed_in: Client, paths: dict[str, str], views: list[dict[str, Any]]
) -> None:
    broken = []
    for name in {view["route_name"] for view in views if "POST" in view.get("methods", ())}:
        page = signed_in.get(paths[name], status="*", expect_errors=True)
        for form in page.forms.values() if page.content_type == "text/html" else ():
            fields = {key: "a\0b" for key in form.fields if key not in (None, "csrf_token")}
            if not fields or form.method.lower() != "post" or "logout" in form.action:
                continue
            fields["csrf_token"] = form["csrf_token"].value
            answer = signed_in.post(form.action or paths[name], fields, status="*")
            broken += [name] if answer.status_int >= 500 else []
    assert broken == []
