"""Saved searches: links of one's own above a list."""

import pytest
from sqlalchemy import func, select

from tests.factories.accounts import make_user
from warehouse.listings.models import SavedSearch
from warehouse.listings.saved import MOST_SEARCHES


@pytest.fixture
def moderator(client, db):
    """A browser in which a moderator is signed in."""
    client.sign_in(make_user(db, "mod", is_moderator=True))
    return client


def save(client, name, path="/admin/users/?q=is:frozen&o=-username&column=username"):
    form = client.get(path).forms["save"]
    form["name"] = name
    return form.submit().follow()


def links(page):
    return [(each.text, each["href"]) for each in page.html.select(".saved-searches a")]


def test_a_search_is_saved_with_its_order_and_columns_and_removed(moderator, db):
    page = save(moderator, " Frozen   people ")
    [(name, url)] = links(page)
    assert name == "Frozen people"
    assert url == "/admin/users/?q=is%3Afrozen&o=-username&column=username"
    assert page.html.select_one(".saved-searches a")["aria-current"] == "page"
    assert moderator.get("/admin/projects/").html.select(".saved-searches") == []
    remove = next(form for form in page.forms.values() if "/remove/" in form.action)
    assert links(remove.submit().follow()) == []


def test_a_name_that_is_used_again_takes_the_new_search(moderator, db):
    save(moderator, "mine")
    assert links(save(moderator, "mine", "/admin/users/?q=fro%26*")) == [
        ("mine", "/admin/users/?q=fro%26%2A")
    ]


def test_nobody_sees_or_removes_those_of_another(moderator, db):
    save(moderator, "mine")
    key = db.scalar(select(SavedSearch.id))
    moderator.reset()
    moderator.sign_in(make_user(db, "other", is_superuser=True))
    page = moderator.get("/admin/users/")
    assert links(page) == []
    token = page.forms["save"]["csrf_token"].value
    path = f"/admin/saved-searches/{key}/remove/"
    moderator.post(path, {"csrf_token": token}, status=404)
    assert db.scalar(select(func.count()).select_from(SavedSearch)) == 1


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_name_without_sense_is_refused(moderator, db, name):
    assert "A name has 1 to 60 characters" in save(moderator, name).text
    assert db.scalar(select(func.count()).select_from(SavedSearch)) == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [("&".join(["q=x"] * 101), "more than 100 parts"), ("q=" + "x" * 2000, "at most")],
)
def test_a_search_without_measure_is_refused(moderator, db, query, said):
    form = moderator.get("/admin/users/").forms["save"]
    form["name"], form["query"] = "long", query
    assert said in form.submit().follow(status="*").text
    assert db.scalar(select(func.count()).select_from(SavedSearch)) == 0


def test_one_person_keeps_fifty_of_a_list(moderator, db):
    save(moderator, "first")
    one = db.scalars(select(SavedSearch)).one()
    db.add_all(
        SavedSearch(user_id=one.user_id, listing="users", name=f"{number}", query="")
        for number in range(MOST_SEARCHES - 1)
    )
    db.commit()
    assert "remove one first" in save(moderator, "one more").text
    assert "remove one first" not in save(moderator, "first").text


def test_a_list_that_one_may_not_see_has_no_searches(moderator, db):
    form = moderator.get("/admin/users/").forms["save"]
    form["list"], form["name"] = "vulnerabilities", "x"
    assert form.submit(status=404)
