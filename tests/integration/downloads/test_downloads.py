"""Counts of downloads: recorded by day, added up by month, read for a project."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.factories.packaging import make_file, make_project, make_release
from warehouse.downloads.clients import UNNAMED, Audience, Client
from warehouse.downloads.counter import Hit
from warehouse.downloads.models import DownloadDay, DownloadMonth, Facet
from warehouse.downloads.queries import days_of, months_of, values_of
from warehouse.downloads.services import DownloadService

TODAY = date(2026, 7, 31)
PIP = Client(Audience.INSTALLERS, "pip", "3.11", "Linux")
UV = Client(Audience.INSTALLERS, "uv", "3.12", "macOS")
MIRROR = Client(Audience.MIRRORS, "devpi")


@pytest.fixture
def service(db):
    return DownloadService(db)


@pytest.fixture
def project(db):
    return make_project(db, "Foo")


@pytest.fixture
def path(db, project):
    return make_file(db, make_release(db, project, "1.0"), "foo-1.0.tar.gz").path


def values(db, project, facet):
    return dict(values_of(db, project.id, facet, since=date.min, limit=10))


def test_counts_of_installers_are_told_apart(db, service, project, path):
    counts = [(Hit(TODAY, path, PIP), 2), (Hit(TODAY, path, UV), 1)]
    assert service.record(counts) == 3
    assert service.record(counts) == 3
    assert values(db, project, Facet.INSTALLER) == {"pip": 4, "uv": 2}
    assert values(db, project, Facet.PYTHON) == {"3.11": 4, "3.12": 2}
    assert values(db, project, Facet.SYSTEM) == {"Linux": 4, "macOS": 2}
    assert values(db, project, Facet.VERSION) == {"1.0": 6}
    assert values(db, project, Facet.FILE) == {"foo-1.0.tar.gz": 6}


def test_mirrors_and_others_are_kept_apart(db, service, project, path):
    agents = (PIP, MIRROR, Client(Audience.ROBOTS), UNNAMED)
    service.record([(Hit(TODAY, path, each), 1) for each in agents])
    expected = dict.fromkeys(Audience, 1)
    assert days_of(db, project.id, since=TODAY) == {TODAY: expected}
    assert values(db, project, Facet.VERSION) == {"1.0": 1}


def test_unknown_paths_are_ignored(db, service, path):
    assert service.record([(Hit(TODAY, "no/where", PIP), 5)]) == 0
    assert service.record([]) == 0
    assert db.scalar(select(func.count()).select_from(DownloadDay)) == 0


def test_a_batch_is_counted_once(service, path):
    assert service.record_batch("b1", [(Hit(TODAY, path, PIP), 1)]) == 1
    assert service.record_batch("b1", [(Hit(TODAY, path, PIP), 1)]) is None


def test_old_days_are_added_up_by_month(db, service, project, path):
    ages = (0, 179, 180, 181, 182, 200, 220)
    for age in ages:
        service.record([(Hit(TODAY - timedelta(days=age), path, PIP), 1)])
    assert service.condense(TODAY) == 4
    assert service.condense(TODAY) == 0
    months = months_of(db, project.id)
    assert months == {
        date(2026, 1, 1): {"installers": 3},
        date(2025, 12, 1): {"installers": 1},
    }
    assert len(days_of(db, project.id, since=date.min)) == 3


def test_counts_outlive_a_project_until_it_cannot_be_restored(db, service, project, path):
    service.record([(Hit(TODAY, path, PIP), 1), (Hit(date(2025, 1, 1), path, PIP), 1)])
    service.condense(TODAY)
    service.forget(datetime.now(UTC))
    assert db.scalar(select(func.count()).select_from(DownloadMonth)) == 6
    db.delete(project)
    db.flush()
    service.forget(datetime.now(UTC))
    assert db.scalar(select(func.count()).select_from(DownloadDay)) == 0
    assert db.scalar(select(func.count()).select_from(DownloadMonth)) == 0
