"""Triage: from the queue to a report, to a verdict, to the next report."""

from functools import partial

import pytest
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.factories.observations import make_report
from tests.factories.packaging import make_project, make_release
from tests.functional.admin import acting
from warehouse.events.models import StaffAction
from warehouse.observations.models import ProjectObservation
from warehouse.packaging.models import Project, Release


@pytest.fixture
def moderator(client, db):
    """A browser in which a moderator is signed in."""
    client.sign_in(make_user(db, "mod", is_moderator=True))
    return client


@pytest.fixture
def owner(db):
    return make_user(db, "owner")


@pytest.fixture
def project(db, owner):
    project = make_project(db, "eggs", owner=owner)
    for version in ("1.0", "2.0"):
        make_release(db, project, version)
    return project


@pytest.fixture
def reported(registry, db, project):
    """The path of the page about a report of the project."""
    key = make_report(registry, project, make_user(db, "eve"))
    return f"/admin/malware_reports/{key}/"


act = partial(acting.act, reason="because")


def keys_of(page):
    return [each["data-key"] for each in page.html.select(".actions [data-key]")]


def test_the_queue_leads_to_the_report_and_its_verdicts(moderator, reported):
    queue = moderator.get("/admin/malware_reports/")
    page = queue.click("Begin with the oldest")
    assert page.request.path == reported
    assert "It steals keys." in page.text
    assert keys_of(page) == ["1", "2", "3"]


def test_administrators_are_offered_removal_too(admin, reported):
    assert keys_of(admin.get(reported)) == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("verb", ["remove_malware", "remove_releases"])
def test_moderators_remove_nothing(moderator, reported, verb):
    moderator.get(f"{reported}{verb}/", status=403)


def test_a_verdict_leads_to_the_next_report(moderator, registry, db, reported):
    other = make_report(registry, make_project(db, "spam"), make_user(db))
    answer = act(moderator, f"{reported}not_malware/")
    assert answer.location.endswith(f"/admin/malware_reports/{other}/")
    assert "eggs is not malware." in answer.follow().text
    [row] = db.scalars(select(StaffAction))
    assert (row.action, row.subject_name, row.reason) == (
        *("report.not_malware", "eggs"),
        "because",
    )
    assert (row.before["open_reports"], row.after["open_reports"]) == (1, 0)


def test_a_quarantine_is_a_matter_of_two_keys(moderator, db, reported, project, owner):
    page = moderator.get(f"{reported}quarantine/")
    assert "Accounts that are frozen: owner." in page.text
    act(moderator, f"{reported}quarantine/").follow()
    db.expire_all()
    assert project.is_quarantined
    assert owner.is_frozen
    assert (
        project.lifecycle_status_note == "Quarantined by the administrators of this index."
    )
    assert "already" in act(moderator, f"{reported}quarantine/").text
    assert "eggs" in moderator.get("/admin/quarantine/").text


def test_single_releases_are_chosen(moderator, db, reported):
    path = f"{reported}quarantine_releases/"
    assert "Choose at least one." in act(moderator, path).text
    act(moderator, path, **{"versions.1.0": True}).follow()
    db.expire_all()
    hidden = [each.version for each in db.scalars(select(Release)) if each.is_quarantined]
    assert hidden == ["1.0"]
    assert "eggs 1.0" in moderator.get("/admin/quarantine/").text


def test_removal_asks_for_the_name_and_leaves_the_report(admin, db, reported):
    path = f"{reported}remove_malware/"
    assert "Type “eggs”, not “egg”." in act(admin, path, confirm_project_name="egg").text
    done = act(admin, path, confirm_project_name="eggs")
    assert done.location.endswith("/admin/malware_reports/")
    db.expire_all()
    assert db.scalars(select(Project)).all() == []
    page = admin.get(reported)
    assert "It is gone." in page.text
    assert "remove_malware" in page.text
    act(admin, path, confirm_project_name="eggs").follow()
    assert "confirm_malware" in admin.get(reported).text


def test_removing_a_release_leaves_the_others(admin, db, reported):
    path = f"{reported}remove_releases/"
    chosen = {"versions.1.0": True, "confirm_project_name": "eggs"}
    act(admin, path, **chosen).follow()
    db.expire_all()
    assert [each.version for each in db.scalars(select(Release))] == ["2.0"]


def test_all_reports_of_a_project_are_closed_together(
    moderator, registry, db, reported, project
):
    make_report(registry, project, make_user(db))
    page = moderator.get("/admin/projects/EGGS/malware_reports/")
    assert keys_of(page) == ["1", "2", "3"]
    for verb in ("not_malware", "remove_release"):
        act(moderator, f"/admin/projects/eggs/malware_reports/{verb}/").follow()
    db.expire_all()
    assert all(not each.is_open for each in db.scalars(select(ProjectObservation)))
    act(moderator, "/admin/projects/eggs/malware_reports/quarantine/").follow()
    db.expire_all()
    assert project.is_quarantined
    moderator.get("/admin/projects/eggs/malware_reports/remove_malware/", status=403)


def test_a_project_is_removed_from_the_page_of_its_reports(admin, db, reported):
    path = "/admin/projects/eggs/malware_reports/remove_malware/"
    act(admin, path, confirm_project_name="eggs").follow()
    db.expire_all()
    assert db.scalars(select(Project)).all() == []


@pytest.mark.parametrize(
    "path",
    [
        "/admin/malware_reports/7/",
        "/admin/malware_reports/00000000-0000-0000-0000-000000000000/",
        "/admin/projects/none/malware_reports/",
        "/admin/projects/eggs/release/9.9/quarantine/",
    ],
)
def test_a_report_that_is_not_there_is_not_found(admin, project, path):
    admin.get(path, status=404)


def test_staff_hide_and_show_projects_and_releases(admin, db, project, owner):
    base = "/admin/projects/eggs/"
    for verb, status in (
        ("quarantine", "quarantined"),
        ("remove_from_quarantine", "active"),
        ("archive", "archived"),
        ("unarchive", "active"),
    ):
        act(admin, f"{base}{verb}/").follow()
        db.expire_all()
        assert project.status == status
        assert "Nothing was changed" in act(admin, f"{base}{verb}/").text
    assert owner.is_frozen
    act(admin, f"{base}release/1.0/quarantine/").follow()
    assert "Clear the quarantine of 1.0" in admin.get(base).text
    act(admin, f"{base}release/1.0/remove_from_quarantine/").follow()
    assert "Clear the quarantine of 1.0" not in admin.get(base).text


def test_staff_observe_projects_themselves(moderator, db, project):
    path = "/admin/projects/eggs/add_project_observation/"
    act(moderator, path, kind="is_spam", summary="advertises").follow()
    [made] = db.scalars(select(ProjectObservation))
    assert (made.kind, made.payload["origin"]) == ("is_spam", "admin")
    listed = moderator.get("/admin/observations/?q=kind:is_spam")
    assert "advertises" in listed.text


def test_reputations_are_shown(moderator, reported):
    assert "0 / 0 / 1" in moderator.get("/admin/observers/reputation/").text


@pytest.mark.parametrize(
    "place", ["", "<script>alert(1)</script>", "\u202eevil", "x" * 2000]
)
def test_hostile_reports_are_shown_as_text(moderator, registry, db, project, place):
    key = make_report(
        registry, project, make_user(db), summary=place, link=f"javascript:{place}"
    )
    page = moderator.get(f"/admin/malware_reports/{key}/")
    assert "<script>alert" not in page.text
    assert not page.html.select("a[href^=javascript]")
