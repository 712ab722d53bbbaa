"""Releases that an installer would take, as far as our own rows say."""

import pytest

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.packaging.models import Dependency, DependencyKind, LifecycleStatus
from warehouse.packaging.resolving import (
    MOST,
    USUAL,
    Reason,
    System,
    Target,
    names_in,
    resolved,
)


@pytest.fixture
def publish(db):
    """Makes a release of a project, with a file, that requires something."""
    projects = {}

    def publish(name, version, *requirements, file=True, **columns):
        if name not in projects:
            projects[name] = make_project(db, name)
        release = make_release(db, projects[name], version, **columns)
        for each in requirements:
            release.dependencies.append(
                Dependency(kind=DependencyKind.REQUIRES_DIST, specifier=each)
            )
        db.commit()
        if file:
            make_file(db, release, f"{name}-{version}.tar.gz")
        return release

    return publish


def tree(found):
    return [(each.project, each.version, each.reason, tree(each.below)) for each in found]


def test_the_newest_release_that_is_allowed_is_taken_two_levels_deep(db, publish):
    publish("Deep", "1.0", "deeper")
    publish("deeper", "3.0", "deepest")
    publish("Lib", "1.5", "deep; extra == 'x'", "other; extra == 'y'")
    publish("Lib", "2.0")
    root = publish("root", "1.0", "lib[X]<2", "only; extra == 'dev'")
    assert tree(resolved(db, root, USUAL)) == [
        ("Lib", "1.5", None, [("Deep", "1.0", None, [])])
    ]
    assert list(names_in(resolved(db, root, USUAL))) == ["lib", "deep"]


@pytest.mark.parametrize(
    ("specifier", "version"),
    [("lib", "1.0"), ("lib==2.0", "2.0"), ("lib>=2.5", "3.0rc1"), ("lib==5.0", None)],
)
def test_yanked_early_and_hidden_releases_are_last_or_never(
    db, publish, specifier, version
):
    publish("lib", "1.0")
    publish("lib", "2.0", yanked=True)
    publish("lib", "3.0rc1")
    publish("lib", "4.0", file=False)
    publish("lib", "5.0", lifecycle_status=LifecycleStatus.QUARANTINE_ENTER)
    [found] = resolved(db, publish("root", "1.0", specifier), USUAL)
    assert found.version == version
    assert found.reason is (None if version else Reason.NONE_FITS)


def test_the_python_and_the_system_decide(db, publish):
    publish("lib", "1.0", requires_python=">=3.6")
    publish("lib", "2.0", requires_python=">=3.12")
    publish("lib", "3.0", requires_python="nonsense")
    publish("winlib", "1.0")
    root = publish("root", "1.0", "lib<3", "winlib; sys_platform == 'win32'")
    on_linux = resolved(db, root, Target("3.11", System.LINUX))
    assert [each.version for each in on_linux] == ["1.0"]
    on_windows = resolved(db, root, Target("3.12", System.WINDOWS))
    assert [each.version for each in on_windows] == ["2.0", "1.0"]
    [found] = resolved(db, publish("other", "1.0", "lib"), USUAL)
    assert found.version == "3.0"


def test_a_requirement_that_no_release_meets_has_a_reason(db, publish):
    root = publish("root", "1.0", "a @ https://example.com/a.zip", "(", "nobody")
    reasons = [each.reason for each in resolved(db, root, USUAL)]
    assert reasons == [Reason.UNREADABLE, Reason.ELSEWHERE, Reason.UNKNOWN]


def test_thousands_of_requirements_take_no_more_statements(db, publish, statements):
    many = [f"lib{number}" for number in range(2_000)]
    publish("lib0", "1.0", *many)
    root = publish("root", "1.0", *many)
    db.refresh(root)
    statements.clear()
    found = resolved(db, root, USUAL)
    assert len(found) == MOST
    assert len(found[0].below) == 30
    assert len(statements) == 4
