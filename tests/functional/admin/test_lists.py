"""Lists of /admin: searching, sorting, paging by key, columns and exports."""

import csv
import io
import tracemalloc
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from webob import Request

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.admin.menu import MENU
from warehouse.events import record
from warehouse.listings import LISTINGS
from warehouse.security import Actor
from warehouse.security.permissions import STAFF_RIGHTS


def names_in(page):
    return [each.text for each in page.html.select("tbody tr td a")]


def test_users_are_found_by_what_is_known_of_them(admin, db):
    make_user(db, "frozen-one", is_frozen=True)
    make_user(db, "other")
    assert names_in(admin.get("/admin/users/?q=is:frozen")) == ["frozen-one"]
    assert names_in(admin.get("/admin/users/?q=fro*")) == ["frozen-one"]
    assert names_in(admin.get("/admin/users/?q=email:other@*")) == ["other"]


@pytest.mark.parametrize("order", ["name", "-name", "created", "-created", "-size"])
def test_every_row_is_on_exactly_one_page(admin, db, order):
    for number in range(120):
        make_project(db, f"project-{number:03}")
    seen, page = [], admin.get(f"/admin/projects/?o={order}")
    while True:
        seen += names_in(page)
        following = page.html.select_one("a[rel=next]")
        if following is None:
            break
        page = admin.get(following["href"])
    assert sorted(seen) == [f"project-{number:03}" for number in range(120)]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("q=colour:red", "There is no term “colour:”."),
        ("q=is:blue", "“blue” is none of: quarantined"),
        ("q=id:7", "“7” is no UUID."),
        ("q=created:soon", "“soon” is no time such as"),
        ("q=created:2026-02-31", "There is no day “2026-02-31”."),
        ("q=%00", "A search has no null bytes."),
        ("o=id", "The list is not sorted by “id”."),
        ("o=nothing", "There is no column “nothing”."),
        ("column=nothing", "There is no column “nothing”."),
        ("after=xyz", "The address of this page is broken."),
        ("after=WzEsIDJd", "The address of this page is broken."),
    ],
)
def test_a_question_without_sense_is_answered_with_what_is_wrong(admin, query, said):
    assert said in admin.get(f"/admin/projects/?{query}", status=400).text


@pytest.mark.parametrize(
    ("path", "asked", "said"),
    [
        ("journals", "serial:x", "“x” is no number."),
        ("ip-addresses", "here", "“here” is no IP address or network."),
        ("projects", "a b c d e f g h i j k", "A search has 10 terms at most, not 11."),
    ],
)
def test_a_term_without_sense_says_so(admin, path, asked, said):
    assert said in admin.get(f"/admin/{path}/", {"q": asked}, status=400).text


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("created:2020", ["old"]),
        ("created:<2021", ["old"]),
        ("created:2020-05", ["old"]),
        ("created:>2020-05-01", []),
        ('"old', []),
    ],
)
def test_times_may_be_a_year_or_what_is_before(admin, db, asked, names):
    make_project(db, "old", created=datetime(2020, 5, 1, 12, tzinfo=UTC))
    assert names_in(admin.get("/admin/projects/", {"q": asked})) == names


def test_an_export_has_every_row_and_no_formula(admin, db):
    make_user(db, "sly", name="=HYPERLINK(1)")
    answer = admin.get("/admin/users/?format=csv&q=sly&column=username&column=name")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows == [["username", "name"], ["sly", "'=HYPERLINK(1)"]]
    [row] = admin.get("/admin/users/?format=json&q=sly&column=name").json
    assert row == {"name": "=HYPERLINK(1)"}
    admin.get("/admin/users/?format=xml", status=400)


_MANY = """
    INSERT INTO journals (name, action) SELECT 'eggs', 'create' FROM generate_series(1, :n)
"""


def peak_of_export(admin, path):
    """The bytes that an export needs while it is read piece by piece, and its length."""
    answer = Request.blank(path, headers={"Cookie": cookies(admin)}).get_response(admin.app)
    assert answer.status_int == 200
    tracemalloc.start()
    try:
        length = sum(len(piece) for piece in answer.app_iter)
        return tracemalloc.get_traced_memory()[1], length
    finally:
        answer.app_iter.close()
        tracemalloc.stop()


def cookies(browser):
    return "; ".join(f"{each.name}={each.value}" for each in browser.cookiejar)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_of_many_rows_needs_the_memory_of_a_few(admin, db, form):
    path = f"/admin/journals/?format={form}"
    peaks, lengths = [], []
    for number in (2_000, 38_000):
        db.execute(text(_MANY), {"n": number})
        db.commit()
        peak, length = peak_of_export(admin, path)
        peaks.append(peak)
        lengths.append(length)
    assert lengths[1] > 15 * lengths[0]
    assert peaks[1] < 2 * peaks[0] + 1_000_000


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda each: each.name)
def test_every_list_answers_each_of_its_questions(admin, db, listing):
    release = make_release(db, make_project(db, "eggs"), "1.0")
    make_file(db, release, "eggs-1.0.tar.gz")
    every = "&".join(f"column={each.key}" for each in listing.columns)
    admin.get(f"{listing.path}?{every}")
    for column in listing.columns:
        if column.sorts:
            admin.get(f"{listing.path}?o={column.key}")
            admin.get(f"{listing.path}?o=-{column.key}")
    for term in listing.terms:
        asked = term.example.replace("UUID", str(uuid4())).replace("DIGEST", "0" * 64)
        admin.get(listing.path, {"q": asked})
    admin.get(listing.path, {"q": "192.0.2.1"})
    for name in ("csv", "json"):
        admin.get(f"{listing.path}?format={name}&{every}")


def test_a_wave_is_found_by_owner_network_and_summary(client, admin, db):
    spammer = make_user(db, "spammer")
    project = make_project(db, "casino", owner=spammer)
    make_release(db, project, "1.0", summary="Win at the Casino")
    make_project(db, "honest", owner=make_user(db, "honest"))
    actor = Actor(user=spammer, address="198.51.100.77")
    record(db, project, "project:create", actor, {})
    record(db, spammer, "account:create", actor, {})
    db.commit()
    for search in ("owner:spammer", "from:198.51.100.64/26", "summary:casino"):
        assert names_in(admin.get("/admin/projects/", {"q": search})) == ["casino"]
    found = names_in(admin.get("/admin/users/", {"q": "from:198.51.100.77"}))
    assert found == ["spammer"]


def test_every_list_is_in_the_menu_once():
    members = [member for group in MENU for member in group.members]
    named = [each for each in members if isinstance(each, str)]
    assert sorted(named) == sorted(each.name for each in LISTINGS)


def test_rows_lead_only_to_pages_that_their_reader_may_open(configurator):
    permissions = configurator.introspector.get_category("permissions")
    needed = {
        view["route_name"]: each["introspectable"]["value"]
        for each in permissions
        for view in each["related"]
        if view["route_name"] and "POST" not in (view["request_methods"] or ())
    }
    assert needed["admin.deletion"] == "admin:projects:delete"
    holders = {each.permission: set(each.groups) for each in STAFF_RIGHTS}
    wrong = [
        (listing.name, column.key)
        for listing in LISTINGS
        for column in listing.columns
        if column.route in needed
        and not holders[column.permission or listing.permission]
        <= holders[needed[column.route]]
    ]
    assert wrong == []
