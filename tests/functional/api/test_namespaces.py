"""Namespaces in the JSON of the simple API, which costs no further statement."""

import pytest

from tests.factories.organizations import make_organization
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.namespaces.models import Namespace
from warehouse.packaging.models import LifecycleStatus
from warehouse.packaging.queries import project_named

ACME = [{"name": "foo", "owned": True}, {"name": "foo-bar", "owned": True}]


@pytest.fixture
def grants(db):
    acme = make_organization(db, "acme", projects=(make_project(db, "foo-bar"),))
    for name in ("foo", "foo-bar"):
        db.add(Namespace(name=name, normalized_name=name, organization=acme))
    db.commit()


@pytest.mark.parametrize(
    ("name", "namespaces"),
    [
        ("foo-bar", ACME),
        ("foo-other", [{"name": "foo", "owned": False}]),
        ("foobar", None),
    ],
)
@pytest.mark.parametrize("files", [0, 1])
def test_the_namespaces_are_read_with_the_files(
    client, db, grants, statements, name, namespaces, files
):
    release = make_release(db, project_named(db, name) or make_project(db, name))
    for number in range(files):
        make_file(db, release, f"{name}-1.{number}.tar.gz")
    statements.clear()
    found = client.simple(name)
    assert (found["namespaces"], len(found["files"])) == (namespaces, files)
    assert len(statements) == 2


def test_a_project_in_quarantine_shows_namespaces_and_no_files(client, db, grants):
    project = make_project(db, "foo-bad", lifecycle_status=LifecycleStatus.QUARANTINE_ENTER)
    make_file(db, make_release(db, project), "foo_bad-1.0.tar.gz")
    found = client.simple("foo-bad")
    assert found["files"] == []
    assert found["namespaces"] == [{"name": "foo", "owned": False}]
