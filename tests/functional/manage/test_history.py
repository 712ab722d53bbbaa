"""People see what happened to their account, by kind and by page, in words or as JSON."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

import warehouse.accounts.signals
import warehouse.macaroons.signals
import warehouse.organizations.signals  # noqa: F401 (they register their signals)
from tests.factories.accounts import make_user
from warehouse.events import record
from warehouse.events.models import IPAddress, UserEvent
from warehouse.manage import project_words
from warehouse.manage.event_words import GROUPS, WORDS, tags_of
from warehouse.security import Actor
from warehouse.signals import Signal

PAGE = "/manage/account/history/"


@pytest.fixture
def user(client, db):
    user = make_user(db, "alice")
    client.sign_in(user)
    return user


def happen(db, user, tag, *, address="203.0.113.9", by=None, days_ago=0, **details):
    actor = Actor(user=by or user, address=address, client="curl/8")
    record(db, user, tag, actor, details)
    db.flush()
    newest = db.scalars(
        select(UserEvent).where(UserEvent.tag == tag).order_by(UserEvent.time)
    ).all()[-1]
    newest.time = datetime.now(UTC) - timedelta(days=days_ago, minutes=1)
    db.commit()


def every(kind):
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def test_every_event_of_accounts_has_words():
    tags = {each.tag for each in every(Signal) if each.tag}
    of_accounts = {tag for tag in tags if tag.startswith("account:")}
    assert of_accounts
    assert of_accounts <= set(WORDS) | set(project_words.WORDS)


def test_every_filter_has_events():
    assert all(tags_of(group) for group in GROUPS)


def test_events_are_shown_in_words_by_day(client, db, user):
    happen(db, user, "account:email:add", days_ago=3, email="a@example.com")
    happen(db, user, "account:login:failure", reason="invalid_password")
    happen(db, user, "account:login:failure", reason="invalid_password")
    happen(db, user, "account:unheard:of")
    page = client.get(PAGE)
    text = " ".join(page.html.find("main").text.split())
    assert "An e-mail address was added: a@example.com" in text
    assert "A sign-in was refused: wrong password \N{MULTIPLICATION SIGN}2 unusual" in text
    assert "from 203.0.113.0/24 · curlcurl/8" in text
    assert "Something else" in text
    assert len(page.html.find_all("h2", string=lambda it: it and "20" in it)) == 2


def test_a_filter_is_in_the_url(client, db, user):
    happen(db, user, "account:email:add", email="a@example.com")
    page = client.get(PAGE).click("E-mail", href="show=email")
    assert "a@example.com" in page.text
    assert "Signed in" not in page.html.find("main").text
    assert "Nothing of this kind" in client.get(f"{PAGE}?show=roles").text
    client.get(f"{PAGE}?show=nonsense", status=400)


def test_pages_have_25_events(client, db, user):
    for number in range(60):
        happen(db, user, "account:email:add", email=f"e{number}@example.com")
    page = client.get(PAGE)
    older = page.click("Older").click("Older")
    assert "Older" not in older.text
    assert "page=2" in older.html.find("a", rel="prev")["href"]
    for number, status in {"3": 200, "4": 404, "0": 404, "x": 400, "²": 400}.items():
        client.get(PAGE, params={"page": number}, status=status)


def test_events_are_there_as_json_too(client, db, user):
    happen(db, user, "account:email:add", email="a@example.com")
    answer = client.get(PAGE).click("These events as JSON")
    events = {each["tag"]: each for each in answer.json["events"]}
    added = events["account:email:add"]
    assert added["ip_address"] == "203.0.113.9"
    assert added["additional"]["email"] == "a@example.com"
    assert answer.json["total"] == len(events)
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_address_of_somebody_else_is_not_shown(client, db, user):
    other = make_user(db, "bob")
    happen(db, user, "account:role:add", by=other, project_name="foo")
    assert db.scalars(select(IPAddress)).all()
    for path in (PAGE, f"{PAGE}?format=json"):
        text = client.get(path).text
        assert "foo" in text
        assert "203.0.113" not in text
        assert "curl/8" not in text


def test_nobody_sees_the_history_of_another(client, db, user):
    happen(db, make_user(db, "bob"), "account:email:add", email="b@example.com")
    assert "b@example.com" not in client.get(PAGE).text
