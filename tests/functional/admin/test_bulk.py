"""Bulk actions: found by a search, looked at first, done by a worker, recorded."""

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.packaging import make_project
from warehouse.accounts.models import User
from warehouse.admin.operations import freeze
from warehouse.bulk.models import BulkAction, BulkItem, BulkStatus, ItemStatus
from warehouse.bulk.operations import OperationRefused
from warehouse.events.models import StaffAction
from warehouse.http import offline
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.tasks.steps import resume_work


@pytest.fixture
def wave(db):
    """Projects of a wave of spam, and an innocent one with a similar name."""
    for number in range(25):
        make_project(db, f"casino-{number:02}")
    make_project(db, "casino-statistics")


def prepared(client, operation, search):
    form = client.get(f"/admin/projects/?q={search}").forms["bulk"]
    form["all"] = True
    return form.submit("operation", value=operation).follow()


def started(page, **values):
    form = page.forms["start"]
    for name, value in values.items():
        form[name] = value
    return form.submit()


def names(db):
    return set(db.scalars(select(Project.name)))


def test_projects_that_are_ticked_in_the_preview_are_left_alone(admin, db, wave):
    page = prepared(admin, "project.delete", "casino")
    assert len(names(db)) == 26
    innocent = page.html.find("span", string="casino-statistics").find_previous("input")
    ticked = {innocent["name"]: True}
    page = started(page, reason="spam wave", count="25", **ticked).follow()
    assert "finished" in page.text
    assert "25 done, 0 refused, 0 waiting, 1 left out" in page.text
    db.expire_all()
    assert names(db) == {"casino-statistics"}
    rows = db.scalars(select(StaffAction)).all()
    assert {row.reason for row in rows} == {"spam wave"}
    assert len({row.subject_name for row in rows}) == 25
    assert len({row.batch_id for row in rows}) == 1
    assert {(row.log_entry, row.project_id is None) for row in rows} == {("removed", False)}


def test_nothing_begins_with_a_wrong_number_or_without_a_reason(admin, db, wave):
    page = prepared(admin, "project.quarantine", "casino")
    assert "Type 26, the number" in started(page, reason="r", count="25").text
    assert "Say why" in started(page, reason=" ", count="26").text
    assert db.scalars(select(BulkAction.status)).one() == BulkStatus.PREVIEWED


def test_one_project_that_is_refused_keeps_no_other_from_being_done(admin, db, wave):
    make_project(db, "casino-00x", lifecycle_status="quarantine-enter")
    page = prepared(admin, "project.quarantine", "casino-00*")
    page = started(page, reason="spam", count="2").follow()
    assert "1 done, 1 refused" in page.text
    assert "It is in quarantine already." in page.text


def test_a_stopped_action_does_no_more(admin, db, wave):
    page = prepared(admin, "project.delete", "casino")
    bulk = db.scalars(select(BulkAction)).one()
    bulk.status = BulkStatus.RUNNING
    db.commit()
    admin.get(page.request.path).forms["stop"].submit().follow()
    with offline(admin.registry) as request:
        request.enqueue(resume_work)
    waiting = select(BulkItem).where(BulkItem.status == ItemStatus.WAITING)
    assert len(db.scalars(waiting).all()) == 26
    assert len(names(db)) == 26


def test_nothing_more_is_done_for_people_who_lost_the_right(admin, db, wave):
    prepared(admin, "project.delete", "casino")
    bulk = db.scalars(select(BulkAction)).one()
    root = db.get_one(type(make_user(db, "other")), bulk.actor_id)
    bulk.status, root.is_superuser = BulkStatus.RUNNING, False
    bulk.touched = root.date_joined.replace(year=2020)
    db.commit()
    with offline(admin.registry) as request:
        request.enqueue(resume_work)
    db.expire_all()
    assert bulk.status == BulkStatus.STOPPED
    assert len(names(db)) == 26


def test_a_moderator_may_not_do_what_administrators_do(client, db, wave):
    client.sign_in(make_user(db, "mod", is_moderator=True))
    page = client.get("/admin/projects/?q=casino")
    assert "bulk" not in page.forms
    tokens = page.html.find_all("input", {"name": "csrf_token"})
    assert [each.find_parent("form")["id"] for each in tokens] == ["find", "save"]


def test_a_wave_of_three_hundred_is_removed_and_twenty_innocents_stay(admin, db):
    spammers = [make_user(db, f"spammer{number}") for number in range(40)]
    for number in range(300):
        is_innocent = number % 15 == 0
        name = f"{'honest' if is_innocent else 'win'}-casino-{number}"
        make_project(db, name, owner=spammers[number % 40])
    page = prepared(admin, "project.delete", "casino")
    ticks = {
        span.find_previous("input")["name"]: True
        for span in page.html.find_all(
            "span", string=lambda text: text.startswith("honest")
        )
    }
    assert len(ticks) == 20
    page = started(page, reason="a wave of spam", count="280", **ticks).follow()
    assert "280 done, 0 refused, 0 waiting, 20 left out" in page.text
    db.expire_all()
    assert {name.partition("-")[0] for name in names(db)} == {"honest"}
    assert len(names(db)) == 20


def test_an_administrator_is_not_frozen_by_one_who_was_dismissed_meanwhile(admin, db):
    other, dismissed = make_user(db, "other", is_superuser=True), make_user(db, "dismissed")
    with offline(admin.registry) as request:
        actor = Actor(user=request.db.get_one(User, dismissed.id))
        with pytest.raises(OperationRefused):
            freeze(request, other.id, "because", actor)
    db.expire_all()
    assert not other.is_frozen


def test_the_progress_alone_is_asked_for_and_loses_no_message(admin, db, wave):
    page = prepared(admin, "project.delete", "casino")
    bulk = db.scalars(select(BulkAction)).one()
    bulk.status = BulkStatus.RUNNING
    db.commit()
    page = admin.get(page.request.path)
    part = page.html.select_one("[data-live]")["data-live"]
    assert page.html.find("a", href=page.request.path).text == "Reload"
    page.forms["stop"].submit()
    ended = admin.get(part).html
    assert ended.section.get("data-live") is None
    assert "26 waiting" in ended.text
    assert "It is stopped." in admin.get(page.request.path).text
    admin.reset()
    admin.sign_in(make_user(db, "mod", is_moderator=True))
    admin.get(part, status=403)
