"""The sessions of an account: listed, ended from another one, and not coming back."""

import pytest
import redis
from freezegun import freeze_time
from pyramid.interfaces import ISessionFactory
from sqlalchemy import select

from tests.factories.accounts import make_user
from tests.fixtures.client import Client
from tests.functional.login.factors import give_codes, give_totp
from warehouse.accounts.devices import device_of
from warehouse.accounts.models import SecurityKey
from warehouse.http import Request
from warehouse.sessions import SessionIndex

SESSIONS = "/manage/account/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def user(db):
    return make_user(db, "arthur")


@pytest.fixture
def browser(client):
    """Makes browsers of their own."""

    def browser(user, agent=FIREFOX, address="198.51.100.7"):
        made = Client(client.app, client.registry)
        made.extra_environ.update(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
        made.sign_in(user)
        return made

    return browser


def is_signed_in(browser):
    return browser.get("/manage/account/").status_code == 200


def test_sessions_are_listed_with_device_and_network(browser, user):
    here = browser(user)
    browser(user, "curl/8", "2001:db8:0:1:2::3")
    page = here.get(SESSIONS)
    assert "You are signed in with 2 browsers." in page.text
    first, second = (each.text for each in page.html.select(".rows__row"))
    assert "Firefox on Linux" in first
    assert "this one" in first
    assert "198.51.100.7" in first
    assert "curl" in second
    assert "2001:db8:0:1::/64" in second
    assert here.get(SESSIONS).forms.get("end-others") is not None


def test_the_names_of_sessions_are_not_shown(browser, client, user):
    here = browser(user)
    browser(user)
    keys = client.registry[redis.Redis].keys("warehouse/session/*")
    assert len(keys) == 2
    page = here.get(SESSIONS)
    assert [key for key in keys if key.decode().rpartition("/")[2] in page.text] == []


def test_one_session_is_ended_from_another(browser, user):
    here, there, elsewhere = browser(user), browser(user, "curl/8"), browser(user)
    page = here.get(SESSIONS)
    row = next(each for each in page.html.select(".rows__row") if "curl" in each.text)
    page = page.forms[row.form["id"]].submit().follow()
    assert "The session is ended." in page.text
    assert [is_signed_in(each) for each in (here, there, elsewhere)] == [True, False, True]


def test_all_others_are_ended(browser, user):
    here, there, elsewhere = browser(user), browser(user), browser(user)
    page = here.get(SESSIONS).forms["end-others"].submit().follow()
    assert "2 sessions are ended." in page.text
    assert [is_signed_in(each) for each in (here, there, elsewhere)] == [True, False, False]
    assert is_signed_in(browser(user))


def test_nobody_ends_the_session_of_another(browser, db, user):
    victim = make_user(db, "ford")
    there, here = browser(victim), browser(user)
    theirs = there.get(SESSIONS)
    there2 = browser(victim)
    name = there.get(SESSIONS).html.find("input", {"name": "session"})["value"]
    token = here.get("/account/logout/").forms["sign-out"]["csrf_token"].value
    page = here.post(SESSIONS, {"csrf_token": token, "session": name}, status=303).follow()
    assert "It has ended already." in page.text
    assert is_signed_in(there2)
    assert theirs.status_code == 200


def test_an_ended_session_does_not_come_back_though_valkey_forgot(browser, client, user):
    """The list in Valkey is lost, and all others end by what the account stores."""
    here, there = browser(user), browser(user)
    client.registry[redis.Redis].delete(f"warehouse/sessions-of/{user.id}")
    here.get("/manage/account/")
    token = here.get("/account/logout/").forms["sign-out"]["csrf_token"].value
    here.post(SESSIONS, {"csrf_token": token}, status=303)
    assert is_signed_in(here)
    answer = there.get("/manage/account/", status=303).follow()
    assert "ended from another one" in answer.text


def test_a_removed_factor_ends_all_other_sessions(browser, db, user):
    here, there = browser(user), browser(user)
    give_codes(db, user, "0" * 16)
    give_totp(db, user)
    key = SecurityKey(label="blue", credential_id="a", public_key="b", sign_count=0)
    user.security_keys.append(key)
    db.commit()
    name = db.scalars(select(SecurityKey.id)).one()
    form = here.get("/manage/account/two-factor/").forms[f"remove-{name}"]
    form["confirm_device_name"] = "blue"
    form.submit(status=303)
    assert [is_signed_in(each) for each in (here, there)] == [True, False]


def test_an_answer_under_way_brings_no_ended_session_back(browser, client, user):
    here = browser(user)
    factory = client.registry.getUtility(ISessionFactory)
    request = Request.blank("/", cookies=here.cookies)
    request.environ["warehouse.uses_session"] = True
    session = factory(request)
    client.registry[SessionIndex].end_all(str(user.id))
    session["written"] = "after that"
    session.persist()
    assert not is_signed_in(here)


def test_signing_out_leaves_the_list(browser, user):
    here, there = browser(user), browser(user)
    there.get("/account/logout/").forms["sign-out"].submit()
    assert "You are signed in with 1 browser." in here.get(SESSIONS).text


def test_the_last_use_of_a_session_is_noted_each_minute(browser, client, user):
    with freeze_time("2026-11-28 12:00:00") as clock:
        here = browser(user)
        clock.tick(30)
        here.get("/manage/account/")
        assert "12:00 UTC" in here.get(SESSIONS).html.select_one(".rows__row").text
        clock.tick(300)
        shown = here.get(SESSIONS).html.select_one(".rows__row").text
        assert "12:05 UTC" in shown
        found = client.registry[SessionIndex].sessions_of(str(user.id))
        assert len(found) == 1


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Safari/537.36", "Chrome on Android"),
        ("curl/8.0", "curl"),
        ("<script>", "An unknown device"),
        ("", "An unknown device"),
    ],
)
def test_devices_are_told_in_words(agent, device):
    assert str(device_of(agent)) == device
