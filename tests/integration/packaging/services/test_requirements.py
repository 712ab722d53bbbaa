"""Dependents are kept by what the release that a project shows requires."""

from uuid import UUID

import pytest
from sqlalchemy import select

from tests.factories.packaging import make_project, make_release
from warehouse.packaging.models import Dependency, DependencyKind, ProjectRequirement
from warehouse.packaging.services import RequirementService
from warehouse.packaging.services.requirements import required_by


def require(db, release, *specifiers):
    for each in specifiers:
        release.dependencies.append(
            Dependency(kind=DependencyKind.REQUIRES_DIST, specifier=each)
        )
    db.commit()


def rows(db):
    return {
        row.name: row.is_optional for row in db.scalars(select(ProjectRequirement)).all()
    }


@pytest.fixture
def project(db):
    project = make_project(db, "Some.Thing")
    require(db, make_release(db, project, "1.0"), "Old_Name>=1")
    require(db, make_release(db, project, "2.0"), "New.Name", 'extra-one; extra == "x"')
    return project


def test_only_the_release_that_a_project_shows_counts(db, project):
    RequirementService(db).refresh(project.id)
    assert rows(db) == {"new-name": False, "extra-one": True}
    assert {row.dependent for row in db.scalars(select(ProjectRequirement))} == {
        "some-thing"
    }


def test_a_yanked_release_gives_way_to_the_one_before(db, project):
    service = RequirementService(db)
    service.refresh(project.id)
    project.releases[0].yanked = True
    db.commit()
    service.refresh(project.id)
    assert rows(db) == {"old-name": False}
    service.forget(project.id)
    assert rows(db) == {}


def test_names_are_read_from_whatever_old_releases_say():
    assert required_by(["zope.interface (>=3)", "Foo[bar]>=1", "-", "", "a b c"]) == {
        "zope-interface": False,
        "foo": False,
        "a": False,
    }
    both = ["pytest", "pytest; extra == 'tests'"]
    assert required_by(both) == required_by(both[::-1]) == {"pytest": False}


def test_a_project_that_is_gone_requires_nothing(db):
    RequirementService(db).refresh(UUID(int=1))
    assert rows(db) == {}
