"""News of a project reach each of those who follow it once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.accounts.models import UserPreferences
from warehouse.email.models import EmailMessage
from warehouse.http import offline
from warehouse.notifications import queries
from warehouse.notifications.models import DigestEntry, How, Kind, News, Subscription
from warehouse.notifications.services import DigestService, NewsService, SubscriptionService
from warehouse.notifications.tasks import forget_news, write_digests
from warehouse.packaging.models import ProjectReader
from warehouse.packaging.services import (
    LifecycleService,
    PrivacyService,
    ReleaseService,
    RemovalService,
    RoleService,
    YankService,
)
from warehouse.security import SYSTEM, Actor
from warehouse.vulnerabilities.advisories import reported
from warehouse.vulnerabilities.services import VulnerabilityService

YANKED = "eggs 1.0 was yanked"


@pytest.fixture
def grace(db):
    return make_user(db, "grace")


@pytest.fixture
def release(db, grace):
    release = make_release(db, make_project(db, "eggs", owner=grace), "1.0")
    make_file(db, release, "eggs-1.0.tar.gz")
    return release


@pytest.fixture
def follow(db, release):
    """Has somebody follow the project."""

    def follow(user, how=How.AT_ONCE, kinds=tuple(Kind)):
        user = make_user(db, user) if isinstance(user, str) else user
        SubscriptionService(db).follow(user, release.project, kinds=kinds, how=how)
        db.commit()
        return user

    return follow


@pytest.fixture
def act(registry, db):
    """Does something with a service; tasks run as soon as that is durable."""

    def act(service, name, row, **options):
        with offline(registry) as request:
            getattr(request.service(service), name)(request.db.merge(row), **options)
        db.expire_all()

    return act


@pytest.fixture
def yank(act, release):
    return lambda reason="": act(YankService, "yank", release, reason=reason, actor=SYSTEM)


def written(db):
    """Return whom which subject was sent to, of what followers get."""
    ours = EmailMessage.kind.in_(["project-news", "project-digest"])
    found = db.scalars(select(EmailMessage).where(ours).order_by(EmailMessage.created))
    return [(each.recipient_name, each.subject) for each in found]


def test_each_is_told_as_they_chose(yank, db, follow):
    follow("now")
    daily = follow("daily", How.DAILY)
    reader = follow("reader", How.FEED)
    other = follow("other", kinds=[Kind.RELEASE])
    yank("<b>\nBcc: x")
    assert written(db) == [("now", "eggs 1.0 was yanked: <b> Bcc: x")]
    assert list(db.scalars(select(DigestEntry.user_id))) == [daily.id]
    assert len(queries.news_of(db, reader.id)) == 1
    assert queries.news_of(db, other.id) == []


def test_nothing_is_noted_that_nobody_wants_to_know(yank, db, follow):
    follow("other", kinds=[Kind.RELEASE])
    yank()
    assert db.scalar(select(func.count()).select_from(News)) == 0


def test_news_from_before_somebody_followed_are_not_told(yank, db, follow):
    follow("now")
    yank()
    late = follow("late")
    assert queries.news_of(db, late.id) == []


def test_people_with_a_role_are_not_told_twice(yank, act, db, grace, release, follow):
    follow(grace)
    yank()
    act(YankService, "unyank", release, actor=SYSTEM)
    file = release.files[0]
    act(YankService, "yank_file", file, reason="", actor=SYSTEM)
    act(YankService, "unyank_file", file, actor=SYSTEM)
    assert written(db) == []


def test_everything_that_can_be_chosen_is_told(act, db, registry, grace, release, follow):
    follow("reader")
    bob = make_user(db, "bob")
    project, file, owner = release.project, release.files[0], Actor(user=grace)
    item = {"id": "CVE-1", "link": "https://x.example", "aliases": [], "events": []}
    advisory = reported({**item, "project": "eggs", "versions": ["1.0"]})
    with offline(registry) as request:
        request.service(VulnerabilityService).report("osv", [advisory])
    with offline(registry) as request:
        rows = request.db.merge(project), request.db.merge(bob)
        request.service(RoleService).add(*rows, "Owner", actor=owner)
    act(YankService, "unyank_file", file, actor=owner)
    act(ReleaseService, "delete_file", file, actor=owner)
    act(ReleaseService, "delete", release, actor=owner)
    act(LifecycleService, "delete", project, actor=owner)
    assert [subject for _, subject in written(db)] == [
        "A vulnerability of eggs is known: CVE-1",
        "bob is an owner of eggs now",
        "The file eggs-1.0.tar.gz of eggs 1.0 is yanked no more",
        "The file eggs-1.0.tar.gz of eggs 1.0 was deleted",
        "eggs 1.0 was deleted",
        "The project eggs was deleted",
    ]


def test_a_silent_removal_by_staff_is_not_told(act, db, release, follow):
    follow("reader")
    act(ReleaseService, "remove", release, reason="x", actor=SYSTEM)
    assert written(db) == []


def test_an_open_removal_by_staff_is_told(act, db, grace, release, follow):
    follow(grace)
    follow("reader")
    act(RemovalService, "remove", release, reason="x", actor=SYSTEM)
    assert written(db) == [("reader", "eggs 1.0 was deleted")]


def test_many_are_told_in_steps_each_of_them_once(db, release, follow):
    for number in range(5):
        follow(f"user-{number}")
    steps, told = [], []
    service = NewsService(db, steps.append, at_once=2)
    service.note(release.project, Kind.RELEASE, "released", version="1.0")
    db.commit()
    news = db.scalars(select(News)).one()
    assert steps == [str(news.id)]
    while service.spread_some(news.id, lambda user, _: told.append(user.username)):
        steps.append("another")
    assert sorted(told) == [f"user-{number}" for number in range(5)]
    assert len(steps) == 3
    assert service.spread_some(news.id, lambda *_: told.append("again")) is False
    assert len(told) == 5


def test_one_message_a_day_has_all_that_happened(yank, act, db, registry, release, follow):
    reader = follow("reader", How.DAILY)
    yank()
    act(YankService, "unyank", release, actor=SYSTEM)
    db.execute(update(DigestEntry).values(created=datetime.now(UTC) - timedelta(hours=25)))
    db.commit()
    for _ in range(2):
        with offline(registry) as request:
            write_digests(request)
    assert written(db) == [("reader", "2 pieces of news of projects that you follow")]
    body = db.scalars(select(EmailMessage.body).where(EmailMessage.user_id == reader.id))
    assert f"- {YANKED}\n- eggs 1.0 is not yanked any more" in body.one()


def test_a_digest_is_due_in_the_morning_of_its_reader(yank, db, follow):
    reader = follow("reader", How.DAILY)
    follow("somebody", How.DAILY)
    db.add(UserPreferences(user_id=reader.id, time_zone="Asia/Tokyo"))
    yank()
    day = datetime.now(UTC).replace(hour=0, minute=0)
    service = DigestService(db)
    due = {
        hour: [each.username for each in service.due(day.replace(hour=hour))]
        for hour in (6, 7, 22)
    }
    assert due == {6: [], 7: ["somebody"], 22: ["reader"]}
    [somebody] = service.due(day.replace(hour=7))
    assert service.due(day.replace(hour=7), after=somebody.id) == []


def test_news_that_fail_for_one_person_reach_the_others(db, release, follow):
    for number in range(3):
        follow(f"user-{number}")
    told = []

    def write(user, news):
        if user.username == "user-1":
            raise LookupError("a text that cannot be made")
        told.append(user.username)

    service = NewsService(db, lambda key: None)
    service.note(release.project, Kind.RELEASE, "released", version="1.0")
    db.commit()
    news = db.scalars(select(News)).one()
    assert service.spread_some(news.id, write) is False
    assert sorted(told) == ["user-0", "user-2"]
    assert news.is_spread


def test_a_digest_that_fails_and_an_unknown_zone_stop_nobody_elses(
    yank, db, registry, release, follow
):
    broken, nowhere = follow("broken", How.DAILY), follow("nowhere", How.DAILY)
    db.add(UserPreferences(user_id=nowhere.id, time_zone="../Mars"))
    yank()
    news = db.scalars(select(News)).one()
    odd = {"project_id": news.project_id, "project_name": "eggs", "kind": "yank"}
    unheard = News(event="unheard-of", detail="", told=[], is_spread=True, **odd)
    db.add(unheard)
    db.flush()
    db.add(DigestEntry(user_id=broken.id, news_id=unheard.id))
    db.execute(update(DigestEntry).values(created=datetime.now(UTC) - timedelta(hours=25)))
    db.commit()
    with offline(registry) as request:
        write_digests(request, None, 1)
    assert [name for name, _subject in written(db)] == ["nowhere"]
    left = db.scalars(select(DigestEntry.user_id).distinct()).all()
    assert left == [broken.id]


def test_old_news_are_forgotten(yank, act, db, registry, grace, release, follow):
    reader = follow("reader")
    yank()
    db.execute(update(News).values(created=datetime.now(UTC) - timedelta(days=61)))
    act(LifecycleService, "delete", release.project, actor=Actor(user=grace))
    with offline(registry) as request:
        forget_news(request)
    assert [each.event for each in queries.news_of(db, reader.id)] == ["project-deleted"]
    db.execute(update(Subscription).values(project_id=reader.id))
    db.commit()
    with offline(registry) as request:
        forget_news(request)
    assert queries.subscriptions_of(db, reader.id) == []


def test_nobody_writes_to_an_account_that_is_closed(yank, db, follow):
    follow("gone", how=How.AT_ONCE).is_active = False
    follow("frozen", how=How.DAILY).is_frozen = True
    db.commit()
    yank()
    assert written(db) == []
    assert db.scalars(select(DigestEntry)).all() == []


def test_nobody_hears_of_a_private_project_but_its_readers(act, yank, release, follow, db):
    follow("stranger", How.DAILY)
    let_in = follow("reader")
    yank("it eats files")
    assert db.query(DigestEntry).count() == 1
    project, options = release.project, {"actor": SYSTEM}
    act(PrivacyService, "make_private", project, **options)
    assert db.query(DigestEntry).count() == db.query(Subscription).count() == 0
    follow("late")
    follow(let_in)
    assert len(queries.news_of(db, let_in.id)) == 0
    PrivacyService(db, lambda signal: None).let_in(project, let_in, **options)
    db.commit()
    act(YankService, "unyank", release, **options)
    assert written(db)[-1] == ("reader", "eggs 1.0 is not yanked any more")
    assert [each.user.username for each in db.query(Subscription)] == ["reader"]
    assert len(queries.news_of(db, let_in.id)) == 1
    db.query(ProjectReader).delete()
    db.commit()
    assert queries.news_of(db, let_in.id) == []
