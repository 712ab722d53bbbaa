"""Changing the status of projects, deleting them, and upkeep."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.http import offline
from warehouse.packaging.errors import StatusUnchanged
from warehouse.packaging.models import (
    Description,
    Filename,
    JournalEntry,
    MonthlyCount,
    RowCount,
)
from warehouse.packaging.queries import project_named
from warehouse.packaging.services import LifecycleService
from warehouse.packaging.services.counting import CountingService
from warehouse.packaging.services.upkeep import UpkeepService
from warehouse.packaging.tasks import count_rows, render_descriptions
from warehouse.security import SYSTEM


@pytest.fixture
def change(registry, db):
    """Change a project through the service, as a command would."""

    def change(name, verb, **options):
        with offline(registry) as request:
            project = project_named(request.db, name)
            getattr(request.service(LifecycleService), verb)(
                project, actor=SYSTEM, **options
            )
        db.expire_all()

    return change


def actions(db, name):
    """Return the actions in the journal of a project, oldest first."""
    of_it = select(JournalEntry.action).where(JournalEntry.name == name)
    return list(db.scalars(of_it.order_by(JournalEntry.id)))


def test_archiving_closes_a_project_and_writes_no_journal(change, client, db):
    make_project(db, "foo", owner=make_user(db))
    change("foo", "archive")
    assert client.simple("foo")["project-status"] == {"status": "archived"}
    change("foo", "unarchive")
    assert client.simple("foo")["project-status"] == {"status": "active"}
    assert actions(db, "foo") == ["create"]


def test_quarantine_hides_a_project_and_its_reason_is_told(change, client, db):
    project = make_project(db, "foo")
    make_file(db, make_release(db, project), "foo-1.0.tar.gz")
    change("foo", "quarantine", note="malware was reported")
    found = client.simple("foo")
    assert found["project-status"] == {
        "status": "quarantined",
        "reason": "malware was reported",
    }
    assert found["files"] == []
    change("foo", "clear_quarantine")
    assert len(client.simple("foo")["files"]) == 1
    assert actions(db, "foo") == [
        *("create", "project quarantined", "project quarantine cleared")
    ]


def test_a_status_is_changed_once(change, db):
    make_project(db, "foo")
    change("foo", "archive")
    with pytest.raises(StatusUnchanged):
        change("foo", "archive")
    with pytest.raises(StatusUnchanged):
        change("foo", "clear_quarantine")


def test_deleting_leaves_the_journal_and_the_filenames(change, client, db):
    project = make_project(db, "foo", owner=make_user(db))
    make_file(db, make_release(db, project), "foo-1.0.tar.gz")
    change("foo", "delete")
    client.get("/simple/foo/", status=404)
    assert actions(db, "foo") == ["create", "remove project"]
    assert db.scalar(select(Filename).where(Filename.filename == "foo-1.0.tar.gz"))


def test_rows_are_counted(registry, db, client):
    make_release(db, make_project(db))
    make_user(db)
    with offline(registry) as request:
        count_rows(request)
        count_rows(request)
    counts = {row.table_name: row.count for row in db.scalars(select(RowCount))}
    assert counts == {"projects": 1, "releases": 1, "release_files": 0, "users": 1}
    assert "<strong>1</strong> Projects" in client.get("/").text


def test_descriptions_are_rendered_later(registry, db, client):
    project = make_project(db, "foo")
    make_release(db, project, description="Some *emphasis*")
    assert ">Some *emphasis*</pre>" in client.get("/project/foo/").text
    with offline(registry) as request:
        render_descriptions(request)
    db.expire_all()
    assert "<em>emphasis</em>" in client.get("/project/foo/").text
    assert UpkeepService(db).render_descriptions(at_most=10) == 0


def test_a_description_that_does_not_render_is_shown_as_text(registry, db):
    release = make_release(db, make_project(db), description="Title\n==\n\n`broken")
    assert UpkeepService(db).render_descriptions(at_most=10) == 1
    assert db.get(Description, release.description_id).html.startswith("<pre>Title")


def test_quarantine_is_entered_once(change, db):
    make_project(db, "foo")
    change("foo", "quarantine")
    with pytest.raises(StatusUnchanged):
        change("foo", "quarantine")


def test_an_index_without_projects_has_no_months(db):
    CountingService(db).count_months()
    assert db.scalars(select(MonthlyCount)).all() == []


def test_descriptions_are_rendered_until_none_is_outdated(registry, db):
    for version in ("1", "2", "3"):
        release = make_release(db, make_project(db), version, description="words")
        release.description.rendered_by = "an older renderer"
    db.commit()
    with offline(registry) as request:
        render_descriptions(request, 2)
    assert "an older renderer" not in db.scalars(select(Description.rendered_by)).all()
