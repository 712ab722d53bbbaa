"""Dependents are kept by what the release that a project shows requires."""

from uuid import UUID

import pytest
from sqlalchemy import select, text

from tests.factories.packaging import make_project, make_release
from warehouse.http import offline
from warehouse.packaging.models import Dependency, DependencyKind, ProjectRequirement
from warehouse.packaging.services import RequirementService
from warehouse.packaging.services.requirements import pinned_by, required_by
from warehouse.packaging.tasks import weigh_dependents


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


def test_a_project_is_pinned_where_every_requirement_takes_one_version():
    assert pinned_by(
        [
            *("A_b==1", "c==1.*", "d==1; os_name == 'nt'", "d>=1", "e (===x)", "(", "f"),
            *("g==1; extra == 'x'", "g==2"),
        ]
    ) == {"a-b", "e", "g"}


def test_rows_are_pinned_and_no_longer(db, project):
    for specifier, is_pinned in (("lib==1", True), ("lib>=1", False)):
        release = make_release(db, project, f"3.{is_pinned:d}")
        require(db, release, specifier)
        RequirementService(db).refresh(project.id)
        row = db.scalars(select(ProjectRequirement).where(ProjectRequirement.name == "lib"))
        assert row.one().is_pinned is is_pinned


def weigh(registry, at_most):
    with offline(registry) as request:
        return request.service(RequirementService).weigh(at_most=at_most)


def weights(db):
    db.expire_all()
    return {row.dependent: row.weight for row in db.scalars(select(ProjectRequirement))}


def test_dependents_weigh_as_much_as_they_are_required(db, registry):
    for number in range(7):
        dependent = make_project(db, f"dependent-{number}")
        require(db, make_release(db, dependent), "middle")
        RequirementService(db).refresh(dependent.id)
    middle = make_project(db, "middle")
    require(db, make_release(db, middle), "base")
    RequirementService(db).refresh(middle.id)
    db.commit()
    assert weigh(registry, 10) == 1
    assert weights(db)["middle"] == 3
    keys = text("SELECT keys FROM cache_purges ORDER BY position DESC LIMIT 1")
    assert db.scalar(keys) == ["project/base"]
    assert weigh(registry, 10) == 0
    for row in db.scalars(select(ProjectRequirement)).all():
        if row.name == "middle":
            RequirementService(db).forget(row.project_id)
    db.commit()
    assert weigh(registry, 10) == 1
    assert weights(db) == {"middle": 0}


def test_weighing_goes_on_until_nothing_is_left(db, registry):
    for name in ("one", "two", "three"):
        for dependent, needed in ((f"{name}-user", name), (name, "base")):
            project = make_project(db, dependent)
            require(db, make_release(db, project), needed)
            RequirementService(db).refresh(project.id)
    db.commit()
    with offline(registry) as request:
        weigh_dependents(request, 2)
    assert [weights(db)[name] for name in ("one", "two", "three")] == [1, 1, 1]
