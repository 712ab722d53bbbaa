"""A grant and its end are seen by the next read, through the edge (PEP 752)."""

import orjson
import pytest
from sqlalchemy import select

from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project, make_release
from tests.factories.search import make_findable
from tests.functional.edge.test_invalidation import JSON
from warehouse.namespaces.services import NamespaceService
from warehouse.organizations.models import Organization
from warehouse.organizations.services import OrganizationService
from warehouse.packaging.models import OrganizationProject
from warehouse.security import SYSTEM

PATHS = ("/simple/foo-bar/", "/simple/foobar/", "/pypi/foo-bar/json", "/pypi/foobar/json")


def quietly(signal):
    """Nobody listens here."""


def namespace(verb, name):
    def change(db):
        service = NamespaceService(db, quietly, deepest=2)
        getattr(service, verb)(db.scalar(select(Organization)), name, actor=SYSTEM)

    return change


def rename(db):
    service = OrganizationService(db, quietly)
    service.rename(db.scalar(select(Organization)), "emca", actor=SYSTEM)


def leave(db):
    db.delete(db.scalar(select(OrganizationProject)))


def read(edge, path):
    """Asked twice, so that the second answer is one that was kept."""
    headers = {"accept": JSON} if path.startswith("/simple/") else {}
    edge.get(path, **headers)
    answer = edge.get(path, **headers)
    return orjson.loads(answer.body) if answer.status == 200 else answer.status


def says(edge, path, name):
    """Whether a page, as it is kept, names a namespace."""
    edge.get(path)
    return f'<code translate="no">{name}</code>'.encode() in edge.get(path).body


def shown(edge):
    """The namespaces that each document names."""
    found = [read(edge, path) for path in PATHS]
    return [each.get("ownership", each)["namespaces"] for each in found]


@pytest.fixture
def projects(edge):
    def make(db):
        mine, other = make_project(db, "Foo.Bar"), make_project(db, "foobar")
        make_release(db, mine)
        make_release(db, other)
        make_organization(db, "acme", projects=(mine,))

    edge.write(make)


def test_grants_are_seen_at_once_and_so_is_their_end(edge, projects):
    assert shown(edge) == [None, None, None, None]
    assert read(edge, "/namespaces")["namespaces"] == []
    assert read(edge, "/namespace/foo") == 404
    edge.write(namespace("grant", "Foo"))
    covered = [{"name": "foo", "owned": True}]
    assert shown(edge) == [covered, None, covered, None]
    about = {"name": "foo", "parent": None, "children": [], "owner": "acme"}
    assert read(edge, "/namespaces")["namespaces"] == [about]
    edge.write(namespace("grant", "foo_bar"))
    assert read(edge, "/namespace/FOO") == {
        "meta": {"api-version": "1.5"},
        **about,
        "children": ["foo-bar"],
    }
    assert read(edge, "/namespace/foo.bar")["parent"] == "foo"
    edge.write(leave)
    free = [{"name": "foo", "owned": False}, {"name": "foo-bar", "owned": False}]
    assert shown(edge) == [free, None, free, None]
    edge.write(rename)
    assert read(edge, "/namespace/foo")["owner"] == "emca"
    edge.write(namespace("remove", "foo"))
    assert shown(edge)[0] == free[1:]
    assert read(edge, "/namespace/foo") == 404
    assert read(edge, "/namespace/foo-bar")["parent"] is None


def test_pages_show_the_namespace_until_it_is_taken_back(edge, projects):
    pages = {"/project/Foo.Bar/": "foo", "/project/foobar/": "foo", "/org/acme/": "Foo"}

    def shown():
        return [says(edge, path, name) for path, name in pages.items()]

    assert shown() == [False, False, False]
    edge.write(namespace("grant", "Foo"))
    assert shown() == [True, False, True]
    edge.write(namespace("remove", "Foo"))
    assert shown() == [False, False, False]


def test_a_search_in_a_namespace_ends_with_the_grant(edge):
    def make(db):
        make_findable(db, "foo-bar")
        make_organization(db, "acme")

    edge.write(make)

    def total():
        return read(edge, "/api/search/?q=namespace:foo")["total"]

    assert total() == 0
    edge.write(namespace("grant", "Foo"))
    assert total() == 1
    edge.write(namespace("remove", "foo"))
    assert total() == 0
