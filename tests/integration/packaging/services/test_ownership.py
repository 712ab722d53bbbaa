"""Projects that come to belong to an organization."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.events.models import OrganizationEvent, ProjectEvent
from warehouse.http import offline
from warehouse.organizations.errors import OrganizationInactive
from warehouse.organizations.models import Organization
from warehouse.packaging.errors import NotAnOwner, OwnedByOrganization
from warehouse.packaging.models import JournalEntry, Role
from warehouse.packaging.queries import project_named
from warehouse.packaging.services import OwnershipService
from warehouse.security import SYSTEM, Actor


@pytest.fixture
def give(registry, db):
    """Gives a project to the organization, as its owner or a command would."""

    def give(name, user=None):
        with offline(registry) as request:
            organization = request.db.query(Organization).one()
            project = project_named(request.db, name)
            actor = SYSTEM if user is None else Actor(user=request.db.merge(user))
            request.service(OwnershipService).give(project, organization, actor=actor)
        db.expire_all()

    return give


def actions(db):
    return list(db.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def test_giving_a_project_to_an_organization_ends_the_givers_own_role(give, db):
    alice, bob = make_user(db, "alice"), make_user(db, "bob")
    project = make_project(db, "foo", owner=alice)
    db.add(Role(project=project, user=bob, role_name="Owner"))
    make_organization(db, "acme", owner=alice)
    give("foo", alice)
    assert [role.user.username for role in project.roles] == ["bob"]
    assert actions(db) == ["create", "remove Owner alice"]
    last = db.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last.submitted_by == "alice"
    assert list(db.scalars(select(ProjectEvent.tag).order_by(ProjectEvent.tag))) == [
        "project:organization_project:add",
        "project:role:remove",
    ]
    [event] = db.scalars(select(OrganizationEvent))
    assert event.tag == "organization:organization_project:add"
    assert event.additional["project_name"] == "foo"


def test_the_system_takes_no_role_from_anybody(give, db):
    project = make_project(db, "foo", owner=make_user(db))
    make_organization(db)
    give("foo")
    assert len(project.roles) == 1
    assert actions(db) == ["create"]


def test_nobody_gives_what_is_not_theirs(give, db):
    alice, bob = make_user(db), make_user(db)
    project = make_project(db, "foo", owner=alice)
    db.add(Role(project=project, user=bob, role_name="Maintainer"))
    organization = make_organization(db, owner=bob)
    with pytest.raises(NotAnOwner):
        give("foo", bob)
    give("foo", alice)
    with pytest.raises(OwnedByOrganization):
        give("foo")
    make_project(db, "bar")
    organization.is_active = False
    db.commit()
    with pytest.raises(OrganizationInactive):
        give("bar")
