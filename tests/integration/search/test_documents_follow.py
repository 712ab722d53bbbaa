"""Documents follow what happens to their projects, at once or by a sweep."""

from collections.abc import Callable
from typing import Any

import pytest
from pyramid.registry import Registry
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.builders import forms
from tests.builders.wheels import wheel
from tests.factories.accounts import make_user
from tests.factories.packaging import make_project, make_release
from tests.factories.search import make_findable
from tests.fixtures.client import Client
from warehouse.http import offline
from warehouse.packaging.queries import project_named, release_of
from warehouse.packaging.services import LifecycleService, ReleaseService, YankService
from warehouse.search import tasks
from warehouse.search.models import Document
from warehouse.search.services import DocumentService
from warehouse.security import SYSTEM

Change = Callable[..., None]


@pytest.fixture
def change(registry: Registry, db: Session) -> Change:
    """Change a project through its service, as the command line does."""

    def change(name: str, verb: str, version: str | None = None, **options: Any) -> None:
        with offline(registry) as request:
            target: Any = project_named(request.db, name)
            service: Any = request.service(LifecycleService)
            if version is not None:
                target = release_of(request.db, target, version)
                kind: Any = YankService if "yank" in verb else ReleaseService
                service = request.service(kind)
            getattr(service, verb)(target, actor=SYSTEM, **options)
        db.expire_all()

    return change


def found(client: Client, q: str) -> list[tuple[str, str, str]]:
    results = client.get("/api/search/", {"q": q}).json["results"]
    return [(each["name"], each["version"], each["status"]) for each in results]


def upload(client: Client, db: Session, name: str, version: str, owner: str) -> None:
    token = client.token(make_user(db, owner))
    content = wheel(name, version)
    filename = f"{name}-{version}-py3-none-any.whl"
    client.post(
        "/legacy/",
        forms.body(
            forms.fields(filename, content, name=name, version=version), filename, content
        ),
        headers=forms.headers(token),
        status=200,
    )


def test_an_uploaded_project_is_found_at_once(client: Client, db: Session) -> None:
    assert found(client, "fresh") == []
    upload(client, db, "fresh", "1.0", "ann")
    assert found(client, "fresh") == [("fresh", "1.0", "active")]
    answer = client.get("/api/search/?q=fresh&wheels=yes").json
    assert answer["total"] == 1


def test_the_best_release_is_shown(client: Client, db: Session, change: Change) -> None:
    project = make_findable(db, "grail", "1.0", ordering=1)
    make_release(db, project, "2.0", ordering=2)
    change("grail", "yank", "1.0", reason="broken")
    assert found(client, "grail") == [("grail", "2.0", "active")]
    change("grail", "unyank", "1.0")
    change("grail", "yank", "2.0", reason="worse")
    assert found(client, "grail") == [("grail", "1.0", "active")]
    change("grail", "delete", "1.0")
    assert found(client, "grail") == [("grail", "2.0", "active")]
    change("grail", "delete", "2.0")
    assert found(client, "grail") == []


def test_the_status_is_followed(client: Client, db: Session, change: Change) -> None:
    make_findable(db, "grail")
    change("grail", "archive")
    assert found(client, "grail") == [("grail", "1.0", "archived")]
    change("grail", "quarantine")
    assert found(client, "grail") == []
    change("grail", "clear_quarantine")
    assert found(client, "grail") == [("grail", "1.0", "active")]
    change("grail", "delete")
    assert found(client, "grail") == []


def test_hidden_and_empty_projects_are_not_found(db: Session) -> None:
    make_findable(db, "hidden", project={"lifecycle_status": "archived-noindex"})
    make_findable(db, "taken", project={"lifecycle_status": "quarantine-enter"})
    make_findable(db, "withdrawn", lifecycle_status="quarantine-enter")
    project = make_project(db, "empty")
    DocumentService(db).index([project.id])
    assert db.scalar(select(func.count()).select_from(Document)) == 0


def test_a_failed_change_leaves_the_document(db: Session, registry: Registry) -> None:
    make_findable(db, "grail")

    def archive_and_fail() -> None:
        with offline(registry) as request:
            project = project_named(request.db, "grail")
            request.service(LifecycleService).archive(project, actor=SYSTEM)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        archive_and_fail()
    assert db.scalars(select(Document.status)).all() == ["active"]


def test_changes_made_without_the_services_are_found_by_the_sweep(
    db: Session, client: Client, registry: Registry
) -> None:
    make_release(db, make_project(db, "unseen"), "1.0")
    project = make_findable(db, "hidden")
    gone = make_findable(db, "old-news")
    # All of a test is one moment, and a document of that moment is not older.
    db.execute(text("UPDATE search_documents SET written = '2020-01-01'"))
    project.lifecycle_status = "quarantine-enter"
    db.commit()
    assert len(found(client, "hidden")) == 1
    with offline(registry) as request:
        tasks.sweep_search(request)
    assert found(client, "hidden") == []
    assert found(client, "unseen") == [("unseen", "1.0", "active")]
    assert DocumentService(db).stale(limit=10, everywhere=True) == []
    db.execute(
        text("UPDATE projects SET lifecycle_status = 'archived' WHERE id = :id"),
        {"id": gone.id},
    )
    db.commit()
    with offline(registry) as request:
        tasks.sweep_search_everywhere(request)
    assert found(client, "old-news") == [("old-news", "1.0", "archived")]


def test_a_prominent_project_stays_prominent_when_it_changes(
    db: Session, registry: Registry, change: Change
) -> None:
    make_findable(db, "grail")
    with offline(registry) as request:
        tasks.rank_search(request)
    change("grail", "archive")
    facets = db.scalars(select(Document.facets)).one()
    assert facets[:2] == [-2, -1]


def test_results_that_are_kept_are_purged(db: Session, change: Change) -> None:
    make_findable(db, "grail")
    change("grail", "archive")
    keys = db.scalar(text("SELECT keys FROM cache_purges ORDER BY position DESC LIMIT 1"))
    assert "search" in keys


def test_a_new_table_is_filled_by_as_many_sweeps_as_it_takes(
    client: Client, db: Session, registry: Registry
) -> None:
    for name in ("first", "second", "third"):
        make_release(db, make_project(db, name), "1.0")
    with offline(registry) as request:
        tasks.sweep_search_everywhere(request, 2)
    assert db.scalar(select(func.count()).select_from(Document)) == 3


def test_an_empty_table_is_filled_at_once(
    client: Client, db: Session, registry: Registry
) -> None:
    make_release(db, make_project(db, "unseen"), "1.0")
    with offline(registry) as request:
        tasks.sweep_search(request)
    assert found(client, "unseen") == [("unseen", "1.0", "active")]
