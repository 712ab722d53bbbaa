"""Owners change many releases at once, and have pre-releases deleted by a rule."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.factories.packaging import make_file, make_release
from warehouse.email.models import EmailMessage
from warehouse.events.models import ProjectEvent
from warehouse.flags.models import AdminFlag
from warehouse.http import offline
from warehouse.packaging.models import JournalEntry, Release
from warehouse.retention.tasks import apply_retention_rules

MANY = "/manage/project/eggs/releases/change/"
RETENTION = "/manage/project/eggs/retention/"


@pytest.fixture(autouse=True)
def early(db, eggs):
    """Pre-releases of another version, the first of them long ago."""
    for number in range(4):
        version = f"3.0.dev{number}"
        release = make_release(db, eggs, version, ordering=number + 2, is_prerelease=True)
        release.created = datetime.now(UTC) - timedelta(days=40 - number * 10)
        make_file(db, release, f"eggs-{version}.tar.gz")
    db.commit()


def versions(db):
    db.expire_all()
    return db.scalars(select(Release.version).order_by(Release.ordering)).all()


def mails(db):
    written = select(EmailMessage).order_by(EmailMessage.recipient)
    return [(each.recipient.split("@")[0], each.subject) for each in db.scalars(written)]


def change(owner, query, kind, **values):
    form = owner.get(f"{MANY}?{query}").forms["action"]
    form["change"] = kind
    form["confirm_project_name"] = "Eggs"
    for name, value in values.items():
        form[name] = value
    return form.submit()


def ticked(page):
    boxes = page.html.select("#action input[type=checkbox]")
    names = [each["name"] for each in boxes if each.has_attr("checked")]
    return {each.removeprefix("version.") for each in names}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("specifier=<2", {"1.0"}),
        ("specifier=%3D%3D3.*", {f"3.0.dev{n}" for n in range(4)}),
        ("specifier=2", {"2.0"}),
        ("only_prereleases=y&before={day}", {"3.0.dev0", "3.0.dev1"}),
        ("specifier=", set()),
    ],
)
def test_releases_are_chosen_by_version_age_and_kind(owner, query, found):
    day = (datetime.now(UTC) - timedelta(days=25)).date()
    assert ticked(owner.get(f"{MANY}?{query.format(day=day)}")) == found


def test_many_are_yanked_and_told_of_once(owner, db):
    page = change(owner, "specifier=<3", "yank", yanked_reason="too old").follow()
    assert "3 releases are yanked." not in page.text
    assert "2 releases are yanked." in page.text
    yanked = select(Release.version, Release.yanked_reason).where(Release.yanked)
    assert set(db.execute(yanked).all()) == {("1.0", "too old"), ("2.0", "too old")}
    assert mails(db) == [
        ("bob", "2 releases of Eggs were yanked"),
        ("grace", "2 releases of Eggs were yanked"),
    ]
    actions = db.scalars(select(JournalEntry.action)).all()
    assert actions.count("yank release") == 2
    change(owner, "specifier=<3", "unyank").follow()
    assert db.scalars(yanked).all() == []


def test_those_that_are_not_ticked_stay(owner, db):
    values = {"version.3.0.dev0": False, "version.3.0.dev3": False}
    page = change(owner, "only_prereleases=y", "delete", **values).follow()
    assert "2 releases are deleted." in page.text
    assert versions(db) == ["1.0", "2.0", "3.0.dev0", "3.0.dev3"]
    deleted = owner.get("/manage/deleted/")
    assert len(deleted.html.select("form[id^=restore]")) == 2


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"confirm_project_name": "Spam"}, "Type “Eggs”, not “Spam”."),
        ({"version.1.0": False}, "Choose at least one."),
    ],
)
def test_nothing_changes_unless_it_is_chosen_and_confirmed(owner, db, values, said):
    assert said in change(owner, "specifier=<2", "delete", **values).text
    assert len(versions(db)) == 6


def test_deleting_can_be_switched_off_but_not_yanking(owner, db):
    db.get(AdminFlag, "disallow-deletion").enabled = True
    db.commit()
    assert "switched off" in change(owner, "specifier=<2", "delete").text
    assert "1 release is yanked." in change(owner, "specifier=<2", "yank").follow().text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("specifier=spam%3C%3E", "“spam&lt;&gt;” is no version specifier."),
        ("specifier=%3D%3D" + "9" * 300, "is no version specifier."),
        ("specifier=%00", "is no version specifier."),
        ("before=yesterday", "Enter a date as in"),
        ("specifier=>99", "No release is like that."),
    ],
)
def test_a_wrong_question_is_answered(owner, query, said):
    assert said in owner.get(f"{MANY}?{query}").text


def test_a_rule_is_tried_set_applied_and_ended(owner, db, registry, eggs):
    page = owner.get(f"{RETENTION}?prereleases=2&dev_days=35")
    assert [each.span.text for each in page.html.select(".ticks li")] == [
        "3.0.dev1",
        "3.0.dev0",
    ]
    page = page.forms["action"].submit().follow()
    assert "The rule is set." in page.text
    with offline(registry) as request:
        apply_retention_rules(request)
    assert versions(db) == ["1.0", "2.0", "3.0.dev2", "3.0.dev3"]
    assert mails(db) == []
    tags = db.scalars(select(ProjectEvent.tag)).all()
    assert tags.count("project:release:remove") == 2
    history = owner.get("/manage/project/eggs/history/").text
    assert "by a rule of the owners" in history
    assert len(owner.get("/manage/deleted/").html.select("form[id^=restore]")) == 2
    owner.get(RETENTION).forms["end"].submit().follow()
    assert "No rule is set" in owner.get(RETENTION).text


def test_a_rule_waits_while_deleting_is_switched_off(owner, db, registry, eggs):
    page = owner.get(f"{RETENTION}?prereleases=2")
    page.forms["action"].submit().follow()
    flag, before = db.get(AdminFlag, "disallow-deletion"), versions(db)
    for is_on in (True, False):
        flag.enabled = is_on
        db.commit()
        with offline(registry) as request:
            apply_retention_rules(request)
        assert (versions(db) == before) is is_on


@pytest.mark.parametrize("typed", ["0", "-1", "many", "9" * 30, "1%00"])
def test_a_rule_needs_numbers(owner, typed):
    page = owner.get(f"{RETENTION}?prereleases={typed}")
    assert "Write a number from 1 to 10000." in page.text
    assert "action" not in page.forms
