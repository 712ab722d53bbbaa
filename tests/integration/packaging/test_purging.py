"""A change purges other pages besides those of the thing that was changed."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.factories.accounts import make_user
from tests.factories.organizations import make_organization
from tests.factories.packaging import make_project
from warehouse.accounts.models import User
from warehouse.http import offline
from warehouse.packaging.models import Project
from warehouse.packaging.queries import project_named
from warehouse.packaging.resources import ProjectResource
from warehouse.packaging.services import LifecycleService
from warehouse.security import SYSTEM, Root


def purged(db: Session) -> set[str]:
    keys = text("SELECT keys FROM cache_purges ORDER BY position DESC LIMIT 1")
    return set(db.scalar(keys))


def test_the_name_of_a_person_is_on_the_pages_of_their_projects(db, registry):
    make_project(db, "Some.Thing", owner=make_user(db, "ann"))
    with offline(registry) as request:
        ann = request.db.scalars(select(User).where(User.username == "ann")).one()
        ann.username = "anna"
    assert {"user/anna", "project/some-thing"} <= purged(db)


def test_the_page_of_an_organization_lists_no_project_in_quarantine(db, registry):
    project = make_project(db, "foo")
    make_organization(db, "group", projects=(project,))
    with offline(registry) as request:
        found = project_named(request.db, "foo")
        request.service(LifecycleService).quarantine(found, actor=SYSTEM)
    assert {"project/foo", "org/group"} <= purged(db)


def test_a_project_without_a_session_has_no_access_list():
    resource = ProjectResource(Project(name="foo", normalized_name="foo"), Root(None))
    with pytest.raises(LookupError, match="foo is in no session"):
        list(resource.__acl__())
