"""The page of an organization is kept, and never older than what it shows."""

from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_release
from tests.functional.edge.test_invalidation import create
from warehouse.organizations.models import Organization
from warehouse.organizations.services import OrganizationService
from warehouse.packaging.models import (
    LifecycleStatus,
    OrganizationProject,
    Project,
    Role,
)
from warehouse.security import SYSTEM


def quietly(signal):
    """Nobody listens here."""


def organization(verb, *values):
    def change(db):
        found = db.scalar(select(Organization))
        getattr(OrganizationService(db, quietly), verb)(found, *values, actor=SYSTEM)

    return change


def give(db):
    project, found = db.scalar(select(Project)), db.scalar(select(Organization))
    db.add(OrganizationProject(organization=found, project=project))


def status(value):
    def change(db):
        db.scalar(select(Project)).lifecycle_status = value

    return change


def own(db):
    user = make_user(db, "alice")
    db.add(Role(project=db.scalar(select(Project)), user=user, role_name="Owner"))


def says(edge, path, *words):
    """Asked twice, so that the second answer is one that was kept."""
    edge.get(path)
    body = edge.get(path).body
    return [word for word in words if word.encode() in body]


def test_every_change_of_an_organization_is_seen_at_once(edge):
    page, project = "/org/acme/", "/project/flask/"
    edge.write(create("flask"))
    edge.write(lambda db: make_release(db, db.scalar(select(Project)), "1.0"))
    assert edge.get(page).status == 404
    assert says(edge, project, "Acme") == []
    edge.write(lambda db: make_organization(db, "acme"))
    assert says(edge, page, "Acme", "flask") == ["Acme"]
    edge.write(give)
    assert says(edge, page, "flask", "1.0") == ["flask", "1.0"]
    assert says(edge, project, 'href="/org/acme/"') != []
    assert says(edge, "/pypi/flask/json", '"organization":"acme"') != []
    edge.write(lambda db: make_release(db, db.scalar(select(Project)), "2.0"))
    assert says(edge, page, "2.0") == ["2.0"]
    edge.write(organization("rename", "emca"))
    assert [edge.get(each).status for each in (page, "/org/emca/")] == [308, 200]
    assert says(edge, project, 'href="/org/emca/"') != []
    assert says(edge, "/pypi/flask/json", '"organization":"emca"') != []
    edge.write(organization("deactivate"))
    assert [edge.get(each).status for each in (page, "/org/emca/")] == [404, 404]
    assert says(edge, project, "Acme", "/org/emca/") == ["Acme"]


def test_a_project_that_leaves_quarantine_is_listed_again(edge):
    edge.write(create("flask"))
    edge.write(own)
    edge.write(lambda db: make_organization(db, "acme"))
    edge.write(give)
    for value, seen in (
        (LifecycleStatus.QUARANTINE_ENTER, []),
        (LifecycleStatus.QUARANTINE_EXIT, ["/project/flask/"]),
    ):
        edge.write(status(value))
        for page in ("/org/acme/", "/user/alice/"):
            assert says(edge, page, "/project/flask/") == seen, page
