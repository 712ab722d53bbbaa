"""The first page of /admin: what waits, the oldest first, at a bounded cost."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.email.models import EmailMessage, MailStatus
from warehouse.health.errors import LastErrors
from warehouse.metrics.refusals import RefusalCounts
from warehouse.operations import Needs
from warehouse.operations.figures import FigureService
from warehouse.operations.needs import MOST, Need, waiting_for
from warehouse.packaging.models.lifecycle import LifecycleStatus
from warehouse.security import Permission
from warehouse.tasks.models import RunState, TaskRun

STATEMENTS = 12
NOW = datetime.now(UTC)


def make_mail(db, **columns):
    db.add(
        EmailMessage(
            kind="verify-email",
            sender="index@example.com",
            recipient="grace@example.com",
            message_id=f"<{columns['status']}@example.com>",
            subject="Verify",
            body="text",
            html="<p>text</p>",
            **columns,
        )
    )
    db.commit()


def waiting(page):
    """The rows of what waits: titles and numbers."""
    rows = page.html.select("table.needs tbody tr")
    return [(row.th.text, row.select_one("td.number").text) for row in rows]


@pytest.fixture
def needy(db):
    """An index in which something of each kind waits, some of it for longer."""
    hidden = {"lifecycle_status": LifecycleStatus.QUARANTINE_ENTER}
    make_project(db, "bad", lifecycle_status_changed=NOW - timedelta(hours=2), **hidden)
    make_mail(db, status=MailStatus.FAILED, created=NOW - timedelta(days=2))
    make_mail(db, status=MailStatus.QUEUED, created=NOW - timedelta(hours=1))
    make_mail(db, status=MailStatus.SENT, created=NOW - timedelta(days=3))
    run = {"name": "task", "arguments": [], "begun": NOW - timedelta(days=1)}
    db.add(TaskRun(state=RunState.FAILED, **run))
    db.add(TaskRun(state=RunState.DONE, **run))
    db.commit()


def test_the_longest_waiting_comes_first_and_leads_to_its_list(admin, needy):
    page = admin.get("/admin/")
    assert waiting(page)[:4] == [
        ("Mail that failed", "1"),
        ("Work that failed", "1"),
        ("Projects in quarantine", "1"),
        ("Mail that waits", "1"),
    ]
    assert {count for _, count in waiting(page)[4:]} == {"0"}
    for link in page.html.select("table.needs th a"):
        admin.get(link["href"], status=200)
    assert "bad" in page.click("Projects in quarantine").text


def test_staff_see_the_needs_that_are_theirs(client, db, needy):
    client.sign_in(make_user(db, "volunteer", is_moderator=True))
    titles = [title for title, _ in waiting(client.get("/admin/"))]
    assert "Projects in quarantine" in titles
    assert "Work that failed" not in titles


def test_a_full_dashboard_asks_few_statements(admin, needy, statements):
    admin.get("/admin/")
    statements.clear()
    admin.get("/admin/")
    assert len(statements) <= STATEMENTS, statements


def test_a_need_is_counted_up_to_a_bound(db, registry):
    db.add_all(
        TaskRun(name="task", arguments=[], state=RunState.FAILED) for _ in range(MOST + 5)
    )
    db.commit()
    needs = [each for each in registry[Needs] if each.title == "Work that failed"]
    [found] = waiting_for(db, needs)
    assert (found.count, found.is_more) == (MOST + 1, True)


def test_every_need_has_a_route_and_a_permission_of_staff(configurator, registry):
    routes = configurator.introspector.get_category("routes")
    names = {each["introspectable"]["name"] for each in routes}
    known = {value for name, value in vars(Permission).items() if name.startswith("ADMIN")}
    assert registry[Needs]
    for need in registry[Needs]:
        assert isinstance(need, Need)
        assert need.route in names
        assert need.permission in known


def test_days_are_drawn_with_a_table_whose_numbers_lead_to_lists(admin, db, registry):
    make_file(
        db,
        make_release(db, make_project(db, "eggs"), "1.0"),
        "eggs-1.0.tar.gz",
        upload_time=NOW,
    )
    today = datetime.now(UTC).date()
    FigureService(db).count_days(today)
    FigureService(db).measure(today, valkey_bytes=5_000_000)
    db.commit()
    page = admin.get("/admin/")
    assert "How many files are uploaded? 1 in 30 days, as bars" in page.text
    [link] = [a for a in page.html.select("details a") if "uploaded" in a["href"]]
    assert "eggs-1.0.tar.gz" in admin.get(link["href"]).text
    sizes = page.html.select_one("[aria-labelledby=sizes] tbody").text
    assert "Database" in sizes
    assert "5.0 MB" in sizes


def test_refused_uploads_are_counted_by_reason(admin, client, db):
    client.post("/legacy/", {"a": "b"}, status="4*")
    page = admin.get("/admin/")
    assert "Why are uploads refused?" in page.text
    assert page.html.select_one("table[aria-labelledby=reasons] tbody td").text == "1"


def test_the_last_error_of_a_part_is_kept_until_there_is_another(admin, registry):
    registry[LastErrors].note({"files": "the disk is full", "database": None})
    assert "the disk is full" in admin.get("/admin/").text


def test_without_valkey_figures_of_the_database_remain(registry, dead_valkey):
    counts = RefusalCounts(dead_valkey)
    counts.note("bad-body")
