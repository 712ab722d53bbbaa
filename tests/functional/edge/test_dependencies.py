"""Releases of other projects are shown as they are, however long the page has been kept."""

from sqlalchemy import select

from tests.factories.packaging import make_file, make_release
from tests.functional.edge.test_invalidation import create
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    LifecycleStatus,
    Project,
    Release,
)

PATHS = (
    "/_includes/unauthed/project-dependencies/root/1.0/",
    "/project/root/1.0/dependencies/",
)


def named(db, name):
    return db.scalar(select(Project).where(Project.name == name))


def publish(name, version):
    def change(db):
        release = make_release(db, named(db, name), version)
        make_file(db, release, f"{name}-{version}.tar.gz")

    return change


def require(db):
    release = make_release(db, named(db, "root"), "1.0")
    kind = DependencyKind.REQUIRES_DIST
    release.dependencies.append(Dependency(kind=kind, specifier="lib>=2"))


def yank(db):
    db.scalar(select(Release).where(Release.version == "2.0")).yanked = True


def hide(db):
    named(db, "lib").lifecycle_status = LifecycleStatus.QUARANTINE_ENTER


def test_every_change_of_what_is_required_is_seen_at_once(edge):
    edge.write(create("root"))
    edge.write(require)
    for change, seen in (
        (None, "not on this index"),
        (create("lib"), "no release here"),
        (publish("lib", "1.0"), "newest 1.0 is not allowed"),
        (publish("lib", "2.0"), "newest 2.0<"),
        (yank, "newest 1.0 is not allowed"),
        (hide, "no release here"),
    ):
        if change is not None:
            edge.write(change)
        for path in PATHS:
            edge.get(path)
            assert seen.encode() in edge.get(path).body, (path, seen)
