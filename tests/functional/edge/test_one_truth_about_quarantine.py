"""Quarantine holds at every public address within a second, and so does its end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.fixtures.edge import LiveEdge
from tests.functional.edge.public_routes import (
    BUCKET,
    DETAIL,
    JSON,
    NAME,
    NONE_SHOWN,
    PERSONAL,
    PICTURE,
    PROBES,
    REDIRECTS,
    VERSION,
    XML_RPC_SHOWS_NO_STATUS,
    Probe,
    make,
)
from warehouse.api.views.xmlrpc.methods import METHODS
from warehouse.http import offline
from warehouse.packaging.queries import project_named, release_of
from warehouse.packaging.services import LifecycleService
from warehouse.security import SYSTEM


def change(edge: LiveEdge, verb: str, version: str | None = None) -> None:
    """Have staff hide or show the project, or one release of it."""
    with offline(edge.registry) as request:
        project = project_named(request.db, NAME)
        about = project if version is None else release_of(request.db, project, version)
        getattr(request.service(LifecycleService), verb)(about, actor=SYSTEM)


def wait(edge: LiveEdge, probes: dict[Probe, str], is_seen: bool) -> None:
    """Return once every probe sees its text, or none does: within a second of now."""
    wrong = [each for each, text in probes.items() if each.sees(edge, text) != is_seen]
    deadline = datetime.now(UTC) + timedelta(seconds=1)
    while wrong and datetime.now(UTC) < deadline:
        wrong = [each for each in wrong if each.sees(edge, probes[each]) != is_seen]
    assert [(each.route, each.path, each.body) for each in wrong] == []


@pytest.fixture
def published(edge: LiveEdge) -> Callable[[], tuple[Probe, ...]]:
    """All probes, while what they look for is published."""
    bucket = make(edge)
    return (*PROBES, Probe(BUCKET, f"/{bucket}.sitemap.xml"))


def test_every_public_route_is_in_the_list(configurator):
    introspector = configurator.introspector
    public = {
        each["introspectable"]["name"]
        for each in introspector.get_category("routes")
        if not each["introspectable"]["name"].startswith((*PERSONAL, *REDIRECTS))
    }
    shown = {each.route for each in PROBES} | {PICTURE[0], BUCKET}
    assert shown & set(NONE_SHOWN) == set()
    assert shown | set(NONE_SHOWN) == public
    called = {name for name in METHODS if any(name.encode() in p.body for p in PROBES)}
    assert called | set(XML_RPC_SHOWS_NO_STATUS) == set(METHODS)


def test_a_project_is_gone_everywhere_and_comes_back(edge, published):
    probes = {each: each.shows for each in published}
    hidden = {each: text for each, text in probes.items() if not each.stays}
    staying = {each: text for each, text in probes.items() if each.stays}
    wait(edge, probes, is_seen=True)
    assert edge.get(PICTURE[1]).status == 200
    change(edge, "quarantine")
    wait(edge, hidden, is_seen=False)
    wait(edge, staying, is_seen=True)
    assert edge.get(PICTURE[1]).status == 404
    status = edge.get(DETAIL, accept=JSON)
    assert b'"status":"quarantined"' in status.body
    assert b"This project is quarantined." in edge.get(f"/project/{NAME}/").body
    change(edge, "clear_quarantine")
    wait(edge, probes, is_seen=True)
    assert edge.get(PICTURE[1]).status == 200


def test_a_release_is_gone_everywhere_and_comes_back(edge, published):
    told = {each: each.of_release for each in published if each.of_release}
    hidden = {each: text for each, text in told.items() if not each.stays}
    staying = {each: each.shows for each in published if each not in hidden}
    wait(edge, told, is_seen=True)
    picture = edge.get(PICTURE[1]).body
    change(edge, "quarantine_release", VERSION)
    wait(edge, hidden, is_seen=False)
    wait(edge, staying, is_seen=True)
    assert edge.get(PICTURE[1]).body != picture
    change(edge, "clear_release", VERSION)
    wait(edge, told, is_seen=True)
    assert edge.get(PICTURE[1]).body == picture
