"""People of a project, each in a browser of their own."""

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from tests.fixtures.client import Client
from warehouse.packaging.models import Role


@pytest.fixture
def browser(client, registry):
    """Makes another browser, in which somebody is signed in or nobody."""

    def browser(user=None):
        made = Client(client.app, registry)
        if user is not None:
            made.sign_in(user)
        return made

    return browser


@pytest.fixture
def grace(db):
    return make_user(db, "grace")


@pytest.fixture
def bob(db):
    return make_user(db, "bob")


@pytest.fixture
def eggs(db, grace, bob):
    """A project with an owner, a maintainer and two releases."""
    project = make_project(db, "Eggs", owner=grace)
    db.add(Role(project=project, user=bob, role_name="Maintainer"))
    for ordering, version in enumerate(("1.0", "2.0")):
        release = make_release(db, project, version, ordering=ordering)
        make_file(db, release, f"eggs-{version}.tar.gz")
        make_file(db, release, f"eggs-{version}-py3-none-any.whl")
    return project


@pytest.fixture
def owner(browser, eggs, grace):
    return browser(grace)


@pytest.fixture
def maintainer(browser, eggs, bob):
    return browser(bob)
