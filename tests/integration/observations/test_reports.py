"""Reports of malware: who made them, when they hide a project, what is decided."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.observations import make_report
from tests.factories.packaging import make_project, make_release
from warehouse.accounts.models import User
from warehouse.events.models import ProjectEvent, StaffAction
from warehouse.http import offline
from warehouse.observations import queries
from warehouse.observations.errors import ProjectGone, VersionsUnknown
from warehouse.observations.models import (
    Observer,
    ProjectObservation,
    UserObservation,
    VerdictKind,
)
from warehouse.observations.services import VerdictService
from warehouse.packaging.models import (
    JournalEntry,
    ProhibitedProjectName,
    Project,
    Release,
)
from warehouse.security import Actor

OLD = datetime.now(UTC) - timedelta(days=2)


@pytest.fixture
def owner(db):
    return make_user(db, "owner")


@pytest.fixture
def project(db, owner):
    """A project that is not young."""
    return make_project(db, "eggs", owner=owner, created=OLD)


@pytest.fixture
def decide(registry, db):
    """Have somebody decide about the reports of malware about a project."""

    def decide(verb, *words, name="eggs", one=False, **options):
        with offline(registry) as request:
            judge = request.db.scalar(select(User).where(User.username == "judge"))
            reports = queries.reports_named(request.db, name)
            if verb == "quarantine_releases":
                about = reports[0].project
            else:
                about = reports[0] if one else reports
            getattr(request.service(VerdictService), verb)(
                about, *words, actor=Actor(user=judge), **options
            )
        db.expire_all()

    make_user(db, "judge", is_moderator=True)
    return decide


def verdicts_in(report):
    return [each["action"] for each in report.actions.values()]


def journal(db):
    found = select(JournalEntry.action).order_by(JournalEntry.id)
    return list(db.scalars(found))


def test_a_reporter_becomes_an_observer_once(registry, db, project):
    eve = make_user(db, "eve")
    for _ in range(2):
        make_report(registry, project, eve)
    db.expire_all()
    [observer] = db.scalars(select(Observer))
    assert observer.user == eve
    assert [each.observer for each in db.scalars(select(ProjectObservation))] == [
        observer
    ] * 2
    assert db.scalars(select(ProjectEvent)).all() == []


@pytest.mark.parametrize(
    ("is_young", "is_observer", "hides"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_one_trusted_report_hides_a_young_project(
    registry, db, is_young, is_observer, hides
):
    young = make_project(db, "new", created=datetime.now(UTC) if is_young else OLD)
    make_report(registry, young, make_user(db, is_observer=is_observer))
    db.expire_all()
    assert young.is_quarantined is hides


def test_an_administrator_is_a_trusted_reporter(registry, db):
    young = make_project(db, "new")
    make_report(registry, young, make_user(db, is_superuser=True))
    db.expire_all()
    assert young.is_quarantined


def test_two_reporters_hide_any_project_if_one_is_trusted(registry, db, project, owner):
    trusted = make_user(db, is_observer=True)
    for reporter in (make_user(db), make_user(db), trusted):
        db.expire_all()
        assert not project.is_quarantined
        make_report(registry, project, reporter)
    db.expire_all()
    assert project.is_quarantined
    assert (
        project.lifecycle_status_note == "Quarantined by the administrators of this index."
    )
    assert owner.is_frozen
    [entry] = db.scalars(
        select(JournalEntry).where(JournalEntry.action == "project quarantined")
    )
    assert entry.submitted_by == "admin"
    [action] = db.scalars(select(StaffAction))
    assert (action.owner_ids, action.can_be_appealed) == ([owner.id], True)


def test_one_reporter_is_one_however_often_they_report(registry, db, project):
    trusted = make_user(db, is_observer=True)
    for _ in range(3):
        make_report(registry, project, trusted)
    db.expire_all()
    assert not project.is_quarantined


def test_reports_that_were_wrong_do_not_hide_a_project_later(registry, db, project, decide):
    make_report(registry, project, make_user(db))
    decide("not_malware", reason="a test")
    make_report(registry, project, make_user(db, is_observer=True))
    db.expire_all()
    assert not project.is_quarantined


def test_reports_of_other_kinds_hide_nothing(registry, db):
    young = make_project(db, "new")
    make_report(registry, young, make_user(db, is_observer=True), kind="is_spam")
    db.expire_all()
    assert not young.is_quarantined


def test_no_administrator_is_frozen_by_reports(registry, db):
    root = make_user(db, "root", is_superuser=True)
    young = make_project(db, "new", owner=root)
    make_report(registry, young, make_user(db, is_observer=True))
    db.expire_all()
    assert young.is_quarantined
    assert not root.is_frozen


def test_a_verdict_is_appended_with_who_and_why(registry, db, project, decide):
    report = make_report(registry, project, make_user(db))
    for reason in ("first", "second"):
        decide("not_malware", reason=reason)
    db.expire_all()
    [row] = db.scalars(select(ProjectObservation))
    assert row.id == report
    assert [each["reason"] for _, each in sorted(row.actions.items())] == [
        "first",
        "second",
    ]
    assert {each["actor"] for each in row.actions.values()} == {"judge"}
    assert all(key.isdigit() for key in row.actions)


def test_malware_is_removed_with_its_name_and_its_people(registry, db, project, decide):
    owner = project.users[0]
    make_report(registry, project, make_user(db))
    make_report(registry, project, make_user(db))
    decide("remove_malware", reason="steals keys")
    assert db.scalars(select(Project)).all() == []
    [prohibited] = db.scalars(
        select(ProhibitedProjectName).where(ProhibitedProjectName.name == "eggs")
    )
    assert prohibited.observation_kind == "is_malware"
    assert owner.is_frozen
    [abuse] = db.scalars(select(UserObservation))
    assert (abuse.kind, abuse.user) == ("account_abuse", owner)
    for report in db.scalars(select(ProjectObservation)):
        assert (report.related_id, report.related_name) == (None, "eggs")
        assert verdicts_in(report) == [VerdictKind.REMOVE_MALWARE]
    assert journal(db)[-1] == "remove project"


def test_malware_that_is_gone_is_confirmed(registry, db, project, decide):
    make_report(registry, project, make_user(db))
    db.delete(project)
    db.commit()
    decide("remove_malware", reason="was malware")
    [report] = db.scalars(select(ProjectObservation))
    assert verdicts_in(report) == [VerdictKind.CONFIRM_MALWARE]
    with pytest.raises(ProjectGone):
        decide("remove_releases", ["1.0"], one=True, reason="gone")


def test_removing_a_release_closes_the_reports_about_it(registry, db, project, decide):
    for version in ("1.0", "2.0"):
        make_release(db, project, version)
    about = "https://inspector.pypi.io/project/eggs/{}/"
    for link in (about.format("1.0"), about.format("1.0"), about.format("2.0")):
        make_report(registry, project, make_user(db), link=link)
    with pytest.raises(VersionsUnknown):
        decide("remove_releases", ["3.0"], one=True, reason="bad")
    decide("remove_releases", ["1.0"], one=True, reason="bad")
    assert list(db.scalars(select(Release.version))) == ["2.0"]
    found = [verdicts_in(each) for each in queries.reports_named(db, "eggs")]
    assert found == [[VerdictKind.REMOVE_RELEASE]] * 2 + [[]]
    [event] = db.scalars(select(ProjectEvent))
    assert event.tag == "project:release:remove"
    assert event.additional["reason"] == "bad"


def test_releases_in_quarantine_leave_the_report_open(registry, db, project, decide):
    hidden, shown = (make_release(db, project, each) for each in ("1.0", "2.0"))
    make_report(registry, project, make_user(db))
    for _ in range(2):
        decide("quarantine_releases", ["1.0"])
    assert (hidden.is_quarantined, shown.is_quarantined) == (True, False)
    assert journal(db)[-1] == "release quarantined"
    assert journal(db).count("release quarantined") == 1
    assert [each.reports for each in queries.open_reports(db)] == [1]


def test_a_removal_elsewhere_is_noted_only(registry, db, project, decide):
    make_release(db, project, "1.0")
    make_report(registry, project, make_user(db))
    decide("releases_removed", reason="removed by its owner")
    assert list(db.scalars(select(Release.version))) == ["1.0"]
    assert queries.open_reports(db) == []


def test_the_queue_has_a_row_for_each_project_the_oldest_first(registry, db):
    first, second = (
        make_project(db, "first", created=OLD),
        make_project(db, "b", created=OLD),
    )
    keys = [make_report(registry, each, make_user(db)) for each in (first, second, first)]
    rows = queries.open_reports(db)
    assert [(each.related_name, each.reports) for each in rows] == [("first", 2), ("b", 1)]
    report = queries.project_observation(db, keys[0])
    assert queries.next_open_report(db, report).id == keys[1]
    last = queries.project_observation(db, keys[1])
    assert queries.next_open_report(db, last).id == keys[2]
    assert queries.count_open(db) == 3


def test_reputations_count_what_was_right_and_wrong(registry, db, project, decide):
    eve = make_user(db, "eve")
    make_report(registry, project, eve)
    decide("not_malware", reason="no")
    bad = make_project(db, "bad", created=OLD)
    make_report(registry, bad, eve)
    decide("remove_malware", name="bad", reason="yes")
    make_report(registry, make_project(db, "third", created=OLD), eve)
    [(observer, tallies)] = queries.reputations(db)
    assert observer.user == eve
    for days in queries.WINDOWS:
        tally = tallies[days]
        assert (tally.right, tally.wrong, tally.undecided) == (1, 1, 1)
        assert tally.accuracy == 50
