"""Lists of /admin: searching, sorting, paging by key, columns and exports."""

import csv
import io
from uuid import uuid4

import pytest

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.events import record
from warehouse.listings import LISTINGS
from warehouse.security import Actor


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


def test_an_export_has_every_row_and_no_formula(admin, db):
    make_user(db, "sly", name="=HYPERLINK(1)")
    answer = admin.get("/admin/users/?format=csv&q=sly&column=username&column=name")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows == [["username", "name"], ["sly", "'=HYPERLINK(1)"]]
    [row] = admin.get("/admin/users/?format=json&q=sly&column=name").json
    assert row == {"name": "=HYPERLINK(1)"}
    admin.get("/admin/users/?format=xml", status=400)


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
