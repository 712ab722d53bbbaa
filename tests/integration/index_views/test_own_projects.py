"""The facts about our own files, now and as they were."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import (
    make_file,
    make_project,
    make_provenance,
    make_release,
)
from warehouse.events.models import ProjectEvent
from warehouse.index_views.own import OwnProjects
from warehouse.index_views.rules import Fact
from warehouse.packaging.models import JournalEntry
from warehouse.vulnerabilities.models import Vulnerability, release_vulnerabilities

THEN = datetime(2026, 11, 1, tzinfo=UTC)
BEFORE, AFTER = THEN - timedelta(days=1), THEN + timedelta(days=1)
ALL = frozenset(Fact)
SDIST = "foo-1.0.tar.gz"


@pytest.fixture
def release(db):
    made = make_release(db, make_project(db, "Foo", owner=make_user(db)), "1.0")
    make_file(db, made, SDIST, upload_time=BEFORE)
    return made


def candidates(db, then=None, needs=ALL):
    listing = OwnProjects().listing(db, "foo", needs, then)
    return {each.candidate.filename: each.candidate for each in listing.offers}


def yank(db, release, moment, action="yank release", **columns):
    entry = {"name": "Foo", "version": "1.0", "action": action, "submitted_date": moment}
    db.add(JournalEntry(**entry))
    for name, value in columns.items():
        setattr(release, name, value)
    db.commit()


def advise(db, release, moment=None, **columns):
    values = {"fixed_in": ["1.1"], "severity": "high", **columns}
    db.merge(Vulnerability(source="osv", id="A-1", **values))
    db.flush()
    db.execute(
        release_vulnerabilities.insert().values(
            release_id=release.id,
            vulnerability_source="osv",
            vulnerability_id="A-1",
            **({} if moment is None else {"noted": moment}),
        )
    )
    db.commit()


def test_a_name_that_nobody_has_has_no_listing(db):
    assert OwnProjects().listing(db, "nobody", ALL, None) is None


def test_files_that_came_later_were_not_there_then(db, release):
    make_file(db, release, "foo-1.0-py3-none-any.whl", upload_time=AFTER)
    assert len(candidates(db)) == 2
    assert [*candidates(db, THEN)] == [SDIST]


def test_the_serial_is_that_of_then(db, release):
    yank(db, release, BEFORE)
    yank(db, release, AFTER)
    listing = OwnProjects().listing(db, "foo", ALL, THEN)
    assert 0 < listing.last_serial < OwnProjects().listing(db, "foo", ALL, None).last_serial
    assert OwnProjects().listing(db, "foo", ALL, BEFORE - AFTER + BEFORE).last_serial == 0


def test_yanks_are_those_of_then(db, release):
    yank(db, release, AFTER, yanked=True)
    assert candidates(db)[SDIST].yanked
    assert not candidates(db, THEN)[SDIST].yanked
    yank(db, release, BEFORE, "unyank release")
    yank(db, release, BEFORE, f"yank file {SDIST}", yanked=False)
    assert not candidates(db)[SDIST].yanked
    assert candidates(db, THEN)[SDIST].yanked


def test_a_yank_without_a_journal_counts_from_its_date(db, release):
    yank(db, release, BEFORE, "create", yanked=True, yanked_date=AFTER)
    assert not candidates(db, THEN)[SDIST].yanked
    release.yanked_date = BEFORE
    db.commit()
    assert candidates(db, THEN)[SDIST].yanked
    release.yanked_date = None
    db.commit()
    assert candidates(db, THEN)[SDIST].yanked


def test_a_provenance_makes_a_file_trusted_since_it_is_there(db, release):
    assert not candidates(db)[SDIST].has_provenance
    provenance = make_provenance(db, release.files[0])
    found = candidates(db)[SDIST]
    assert (found.has_provenance, found.is_trusted) == (True, True)
    provenance.created = AFTER
    db.commit()
    assert not candidates(db, THEN)[SDIST].has_provenance
    provenance.created = BEFORE
    db.commit()
    assert candidates(db, THEN)[SDIST].has_provenance


def test_an_upload_by_a_trusted_publisher_is_known_by_its_event(db, release):
    said = {"filename": SDIST, "uploaded_via_trusted_publisher": True}
    event = ProjectEvent(tag="file:add", additional=said)
    event.source_id = release.project_id
    db.add(event)
    db.commit()
    assert candidates(db)[SDIST].is_trusted
    assert not candidates(db, needs=frozenset())[SDIST].is_trusted


def test_a_release_has_its_vulnerabilities_and_another_fixes_them(db, release):
    fixed = make_release(db, release.project, "1.1.0")
    make_file(db, fixed, "foo-1.1.0.tar.gz", upload_time=BEFORE)
    advise(db, release)
    found = candidates(db)
    assert [each.id for each in found[SDIST].vulnerabilities] == ["A-1"]
    assert found["foo-1.1.0.tar.gz"].fixes == ("A-1",)
    assert found[SDIST].fixes == ()
    assert candidates(db, needs=frozenset())[SDIST].vulnerabilities == ()


def test_a_release_that_still_has_a_vulnerability_does_not_fix_it(db, release):
    advise(db, release, fixed_in=["1.0"])
    assert candidates(db)[SDIST].fixes == ()


def test_withdrawn_vulnerabilities_do_not_count(db, release):
    advise(db, release, withdrawn=AFTER, fixed_in=None)
    assert candidates(db)[SDIST].vulnerabilities == ()


def test_vulnerabilities_are_those_of_then(db, release):
    advise(db, release, AFTER)
    assert candidates(db, THEN)[SDIST].vulnerabilities == ()
    assert candidates(db, AFTER)[SDIST].vulnerabilities != ()


def test_a_withdrawn_vulnerability_counted_then(db, release):
    advise(db, release, BEFORE, withdrawn=AFTER)
    assert candidates(db, THEN)[SDIST].vulnerabilities != ()


def test_nothing_in_quarantine_is_offered(db, release):
    release.project.lifecycle_status = "quarantine-enter"
    db.commit()
    assert candidates(db) == {}
    assert candidates(db, THEN) == {}


def test_files_are_in_the_order_of_versions(db, release):
    for version in ("10.0", "2.0"):
        made = make_release(db, release.project, version)
        make_file(db, made, f"foo-{version}.tar.gz")
    assert [*candidates(db)] == [SDIST, "foo-2.0.tar.gz", "foo-10.0.tar.gz"]
