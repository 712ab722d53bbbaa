"""Deleted projects, releases and files come back whole, or it is said why not."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from tests.factories.accounts import make_user
from tests.factories.observations import make_report
from tests.factories.organizations import make_organization
from tests.factories.packaging import (
    make_file,
    make_project,
    make_provenance,
    make_release,
)
from warehouse.classifiers.models import Classifier
from warehouse.deletions import DeletionService, RestoreRefused
from warehouse.deletions.models import DeletedRow, Deletion
from warehouse.deletions.queries import deletions_of_project, restorable_deletions
from warehouse.deletions.tasks import forget_deletions
from warehouse.http import offline
from warehouse.observations.models import ProjectObservation
from warehouse.packaging.models import (
    Dependency,
    DependencyKind,
    File,
    Filename,
    JournalEntry,
    ProhibitedProjectName,
    Project,
    Release,
    ReleaseURL,
    Role,
)
from warehouse.packaging.queries import file_of, project_named, release_of
from warehouse.packaging.services import LifecycleService, ReleaseService
from warehouse.security import SYSTEM, Actor

TABLES = (
    *("projects", "roles", "releases", "release_descriptions", "release_files"),
    *("release_urls", "release_dependencies", "release_classifiers", "file_registry"),
    *("project_events", "provenance"),
)


@pytest.fixture
def owner(db):
    return make_user(db, "grace")


@pytest.fixture
def eggs(db, owner):
    """A project with two releases and something in each table below it."""
    project = make_project(db, "eggs", owner=owner)
    for ordering, version in enumerate(("1.0", "2.0")):
        release = make_release(db, project, version, ordering=ordering, description="d")
        release.uploader_id = owner.id
        release.urls.append(ReleaseURL(name="Home", url="https://eggs.example"))
        release.dependencies.append(
            Dependency(kind=DependencyKind.REQUIRES_DIST, specifier="spam")
        )
        wanted = select(Classifier).limit(1)
        release.classifiers.append(db.scalars(wanted).first() or Classifier(classifier="X"))
        make_provenance(db, make_file(db, release, f"eggs-{version}.tar.gz"))
        make_file(db, release, f"eggs-{version}-py3-none-any.whl")
    return project


@pytest.fixture
def act(registry, db):
    """Do something with a request of its own, as somebody."""

    def act(change, user=None):
        with offline(registry) as request:
            actor = SYSTEM if user is None else Actor(user=request.db.merge(user))
            change(request, actor)
        db.expire_all()

    return act


def content(db):
    """Return every row of the tables of a project, as text and in an order."""
    found = {}
    for name in TABLES:
        row = "(to_jsonb(t) - 'last_serial')::text"
        found[name] = list(db.scalars(text(f'SELECT {row} FROM "{name}" t ORDER BY 1')))
    found["project_events"] = [e for e in found["project_events"] if "restore" not in e]
    return found


def delete_project(request, actor):
    project = project_named(request.db, "eggs")
    request.service(LifecycleService).delete(project, actor=actor)


def delete_release(request, actor, version="2.0"):
    release = release_of(request.db, project_named(request.db, "eggs"), version)
    request.service(ReleaseService).delete(release, actor=actor)


def delete_file(request, actor):
    file = file_of(request.db, project_named(request.db, "eggs"), "eggs-1.0.tar.gz")
    request.service(ReleaseService).delete_file(file, actor=actor)


def restore(request, actor):
    deletion = request.db.scalars(select(Deletion)).one()
    request.service(DeletionService).restore(deletion, actor=actor)


def refused(act, user=None):
    with pytest.raises(RestoreRefused) as caught:
        act(restore, user)
    return str(caught.value)


def actions(db):
    entries = select(JournalEntry.action).order_by(JournalEntry.id)
    return list(db.scalars(entries))


@pytest.mark.parametrize(
    ("delete", "said"),
    [
        (delete_project, ["remove project", "restore project"]),
        (delete_release, ["remove release", "restore release"]),
        (delete_file, ["remove file eggs-1.0.tar.gz", "restore file eggs-1.0.tar.gz"]),
    ],
)
def test_every_row_comes_back_as_it_was(act, db, client, eggs, owner, delete, said):
    before, shown = content(db), client.simple("eggs")
    act(delete, owner)
    assert content(db) != before
    act(restore, owner)
    after = content(db)
    event = "file:remove" if delete is delete_file else "project:release:remove"
    after["project_events"] = [e for e in after["project_events"] if event not in e]
    assert after == before
    assert actions(db)[-2:] == said
    again = client.simple("eggs")
    assert again["files"] == shown["files"]
    assert db.scalar(select(func.count()).select_from(DeletedRow)) == 0


def test_a_restored_project_is_found_and_counted_again(act, db, client, eggs, owner):
    size = eggs.total_size
    act(delete_project, owner)
    client.get("/project/eggs/", status=404)
    [deletion] = restorable_deletions(db, owner.id)
    assert (deletion.title, deletion.releases, deletion.files) == ("eggs", 2, 4)
    assert deletion.by_owner
    act(restore, owner)
    assert client.get("/project/eggs/").status_int == 200
    assert "eggs" in client.get("/search/?q=eggs").html.select_one("main").text
    assert project_named(db, "eggs").total_size == size
    assert db.scalars(text("SELECT name FROM project_requirements")).all() == ["spam"]


def test_reports_point_at_the_restored_project_again(act, db, eggs, registry):
    make_report(registry, eggs, make_user(db))
    named = select(ProjectObservation.related_id)
    act(delete_project)
    assert db.scalars(named).one() is None
    act(restore)
    assert db.scalars(named).one() is not None


def test_roles_of_deleted_accounts_are_left_out(act, db, eggs, owner):
    helper = make_user(db, "helper")
    db.add(Role(project=eggs, user=helper, role_name="Maintainer"))
    db.commit()
    act(delete_project, owner)
    db.delete(helper)
    db.commit()
    act(restore, owner)
    assert db.scalars(select(Role.role_name)).all() == ["Owner"]


@pytest.mark.parametrize("role_name", [None, "Maintainer"])
def test_a_project_of_a_deleted_organization_gets_an_owner(act, db, eggs, owner, role_name):
    acme = make_organization(db, owner=owner, projects=(eggs,))
    role = db.scalars(select(Role)).one()
    if role_name is None:
        db.delete(role)
    else:
        role.role_name = role_name
    db.commit()
    act(delete_project, owner)
    db.delete(db.merge(acme))
    db.commit()
    act(restore, owner)
    assert db.scalars(select(Role.role_name)).all() == ["Owner"]


def test_a_name_that_somebody_took_is_theirs(act, db, eggs, owner):
    act(delete_project, owner)
    make_project(db, "Eggs", owner=make_user(db))
    assert "Somebody has made a project Eggs" in refused(act, owner)
    assert db.scalars(select(Project.name)).one() == "Eggs"


def test_a_prohibited_name_is_not_restored(act, db, eggs, owner):
    act(delete_project, owner)
    db.add(ProhibitedProjectName(name="eggs"))
    db.commit()
    assert "administrators keep the name" in refused(act, owner)


def test_a_version_that_was_made_again_stays(act, db, eggs, owner):
    act(delete_release, owner)
    make_release(db, eggs, "2.0")
    assert "There is a release 2.0 again." in refused(act, owner)


def test_a_release_needs_its_project_and_a_file_its_release(act, db, eggs, owner):
    act(delete_file, owner)
    act(lambda request, actor: delete_release(request, actor, "1.0"), owner)
    file = db.scalars(select(Deletion).where(Deletion.filename.is_not(None))).one()
    with pytest.raises(RestoreRefused, match=r"release 1\.0 is deleted"):
        act(lambda r, a: r.service(DeletionService).restore(r.db.merge(file), actor=a))
    act(delete_project, owner)
    with pytest.raises(RestoreRefused, match="project eggs is deleted"):
        act(lambda r, a: r.service(DeletionService).restore(r.db.merge(file), actor=a))


def test_a_project_in_quarantine_gets_nothing_back(act, db, eggs, owner):
    act(delete_release, owner)
    eggs.lifecycle_status = "quarantine-enter"
    db.commit()
    assert "in quarantine" in refused(act, owner)


def test_nothing_comes_back_whose_bytes_may_be_gone(act, db, eggs, owner, registry):
    act(delete_release, owner)
    past = datetime.now(UTC) - timedelta(days=1)
    db.execute(update(Deletion).values(kept_until=past))
    db.commit()
    assert "not kept any more" in refused(act, owner)
    assert deletions_of_project(db, eggs.id) == []
    with offline(registry) as request:
        request.enqueue(forget_deletions)
    db.expire_all()
    assert db.scalars(select(Deletion)).all() == []
    assert db.scalar(select(func.count()).select_from(DeletedRow)) == 0


def test_a_filename_is_used_once_even_by_what_was_restored(act, db, eggs, owner):
    act(delete_release, owner)
    act(restore, owner)
    names = db.scalars(select(Filename.filename)).all()
    assert len(names) == len(set(names)) == 4
    assert db.scalar(select(func.count()).select_from(File)) == 4
    by_version = select(Release.ordering).order_by(Release.version)
    assert db.scalars(by_version).all() == [0, 1]


def test_a_release_in_quarantine_gets_no_file_back(act, db, eggs, owner):
    act(delete_file, owner)
    release_of(db, eggs, "1.0").lifecycle_status = "quarantine-enter"
    db.commit()
    assert "The release 1.0 is in quarantine." in refused(act, owner)


def test_a_second_restoration_is_refused(act, db, eggs, owner):
    act(delete_release, owner)

    def restore_twice(request, actor):
        deletion = request.db.scalars(select(Deletion)).one()
        request.db.execute(text("DELETE FROM deletions"))
        request.service(DeletionService).restore(deletion, actor=actor)

    with pytest.raises(RestoreRefused, match="is restored already"):
        act(restore_twice, owner)
