"""A sign-in with a code from a network that is new to its account is confirmed by mail."""

import re

import pytest
from freezegun import freeze_time
from sqlalchemy import select

from tests.builders.authenticators import Authenticator
from tests.factories.accounts import make_user
from tests.fixtures.client import PASSWORD, Client
from tests.functional.login.factors import (
    code_of,
    give_codes,
    give_totp,
    second_page,
)
from warehouse.accounts.models import UniqueLogin, UniqueLoginStatus
from warehouse.events.models import IPAddress, UserEvent

HERE, ELSEWHERE = "198.51.100.7", "203.0.113.9"
WAITING = "/account/confirm-login/"
ACCOUNT = "/manage/account/"


@pytest.fixture
def inbox(start_smtp, through):
    server = start_smtp()
    through(f"smtp://127.0.0.1:{server.port}?starttls=no")
    return server.inbox


@pytest.fixture
def user(db):
    user = make_user(db, "arthur")
    give_totp(db, user)
    give_codes(db, user, "0" * 16, *(str(each) * 16 for each in range(1, 8)))
    return user


@pytest.fixture
def sign_in(client, db, user):
    """Sign in with a recovery code, each time another, and return the answer."""
    codes = iter(str(each) * 16 for each in range(1, 8))

    def enter(browser=client, address=None):
        browser.reset()
        if address is not None:
            browser.extra_environ["REMOTE_ADDR"] = address
        page = second_page(browser, user).click("Use a recovery code instead")
        page.forms["recovery-code"]["recovery_code_value"] = next(codes)
        answer = page.forms["recovery-code"].submit(status=303)
        db.expire_all()
        return answer

    return enter


def with_totp(client, user, *, remember=False):
    page = second_page(client, user)
    page.forms["totp"]["totp_value"] = code_of(user.totp_secret)
    page.forms["totp"]["remember_device"] = remember
    return page.forms["totp"].submit(status=303)


def post(client, path, **fields):
    page = client.get("/account/logout/")
    token = page.forms["sign-out"]["csrf_token"].value
    return client.post(path, {"csrf_token": token, **fields}).json


def links(inbox):
    found = []
    for each in inbox.received:
        text = each.get_body(("plain",)).get_content()
        found += re.findall(r"http://localhost(/account/confirm-login/\S+)", text)
    return found


def is_signed_in(client):
    return client.get(ACCOUNT, expect_errors=True).status_code == 200


def tags(db, user):
    found = select(UserEvent).where(UserEvent.source_id == user.id)
    events = db.scalars(found.order_by(UserEvent.time, UserEvent.id))
    return [(e.tag, e.additional.get("two_factor_method")) for e in events]


def know(db, user, address, status=UniqueLoginStatus.CONFIRMED):
    row = IPAddress(ip_address=address)
    db.add(row)
    db.flush()
    db.add(UniqueLogin(user_id=user.id, ip_address_id=row.id, status=status))
    db.commit()


def test_a_new_network_is_confirmed_by_the_link_in_a_message(client, db, user, inbox):
    answer = with_totp(client, user)
    assert answer.location.endswith(WAITING)
    assert "a link was sent" in answer.follow().text
    assert not is_signed_in(client)
    [mail] = inbox.received
    assert mail["To"].addresses[0].addr_spec == "arthur@example.com"
    text = mail.get_body(("plain",)).get_content()
    assert (HERE in text, "6 hours" in text) == (True, True)
    assert client.get(links(inbox)[0], status=303).location.endswith(ACCOUNT)
    assert is_signed_in(client)
    assert {
        ("account:login:new_device", "totp"),
        ("account:login:success", "email-confirmation"),
    } <= set(tags(db, user))


def test_a_known_network_is_not_asked_about_again(client, db, user, inbox, sign_in):
    sign_in()
    client.get(links(inbox)[0], status=303)
    assert not sign_in().location.endswith(WAITING)
    assert is_signed_in(client)
    assert [tag for tag, _ in tags(db, user)].count("account:login:new_device") == 1
    assert sign_in(address=ELSEWHERE).location.endswith(WAITING)


def test_a_message_is_sent_every_quarter_of_an_hour_at_most(client, db, inbox, sign_in):
    with freeze_time("2036-11-28 12:00:00") as clock:
        sign_in()
        clock.tick(14 * 60)
        sign_in()
        assert len(links(inbox)) == 1
        clock.tick(2 * 60)
        sign_in()
        assert len(links(inbox)) == 2
        sign_in(address=ELSEWHERE)
        assert len(links(inbox)) == 3


def test_a_network_is_new_once_in_the_history(client, db, user, inbox, sign_in):
    with freeze_time("2036-11-28 12:00:00") as clock:
        sign_in()
        clock.tick(7 * 3600)
        sign_in()
    assert [tag for tag, _ in tags(db, user)].count("account:login:new_device") == 1
    assert len(links(inbox)) == 2


def test_a_link_confirms_once(client, db, user, inbox, sign_in):
    sign_in()
    [link] = links(inbox)
    client.get(link, status=303)
    client.reset()
    page = client.get(link, status=303).follow()
    assert "No sign-in waits" in page.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("hours", [6.01, 30])
def test_a_link_ends(client, inbox, sign_in, hours):
    with freeze_time("2036-11-28 12:00:00") as clock:
        sign_in()
        clock.tick(hours * 3600)
        page = client.get(links(inbox)[0], status=303).follow()
        assert "too old" in page.text
        assert not is_signed_in(client)


def test_a_link_is_of_no_use_in_another_network(client, inbox, sign_in):
    sign_in(address=ELSEWHERE)
    client.extra_environ["REMOTE_ADDR"] = HERE
    page = client.get(links(inbox)[0], status=303).follow()
    assert "another network" in page.text
    assert not is_signed_in(client)


def test_another_browser_of_the_network_is_asked_first(client, db, inbox, sign_in):
    sign_in()
    [link] = links(inbox)
    other = Client(client.app, client.registry)
    other.head(link, status=200)
    page = other.get(link, status=200)
    assert '<strong translate="no">arthur</strong>' in page.text
    assert not is_signed_in(other)
    token = page.forms["confirm"]["csrf_token"].value
    other.post(link, {}, status=400)
    assert not is_signed_in(other)
    page.forms["confirm"].submit(status=303)
    assert is_signed_in(other)
    other.post(link, {"csrf_token": token}, expect_errors=True)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda link: link[:-3],
        lambda link: WAITING + "?token=",
        lambda link: WAITING + "?token=%00",
        lambda link: link.replace("token=", "token=x"),
    ],
)
def test_a_link_that_was_changed_is_refused(client, inbox, sign_in, spoil):
    sign_in()
    page = client.get(spoil(links(inbox)[0]), status=303).follow()
    assert "broken" in page.text
    assert not is_signed_in(client)


def test_a_link_is_of_one_account(client, db, user, inbox, sign_in):
    """A link is about the row that it names only if the row is of the account it names."""
    sign_in()
    other = make_user(db, "bob")
    db.scalars(select(UniqueLogin)).one().user_id = other.id
    db.commit()
    page = client.get(links(inbox)[0], status=303).follow()
    assert "No sign-in waits" in page.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("secured", ["password", "sessions", "frozen"])
def test_a_link_ends_when_the_account_is_secured(client, db, user, inbox, sign_in, secured):
    sign_in()
    if secured == "password":
        user.password = make_user(db, "bob", password="another one altogether").password
    elif secured == "sessions":
        user.sessions_from = user.date_joined
    else:
        user.is_frozen = True
    db.commit()
    client.get(links(inbox)[0], status=303)
    assert not is_signed_in(client)


def test_a_browser_is_not_remembered_before_it_is_confirmed(client, db, user, inbox):
    with_totp(client, user, remember=True)
    assert "remember_device" not in client.cookies
    assert "account:two_factor:device_remembered" not in dict(tags(db, user))


@pytest.mark.parametrize(
    ("wanted", "is_same"), [(True, True), (True, False), (False, True)]
)
def test_a_browser_is_remembered_once_it_has_confirmed(
    client, db, user, inbox, wanted, is_same
):
    with_totp(client, user, remember=wanted)
    browser = client if is_same else Client(client.app, client.registry)
    answer = browser.get(links(inbox)[0])
    if not is_same:
        answer = answer.forms["confirm"].submit(status=303)
    assert is_signed_in(browser)
    is_kept = wanted and is_same
    assert ("remember_device" in str(answer.headers.getall("Set-Cookie"))) is is_kept
    said = dict(tags(db, user))
    assert ("account:two_factor:device_remembered" in said) is is_kept
    browser.get("/account/logout/").forms["sign-out"].submit(status=303)
    again = browser.sign_in(user).location
    assert ("/account/two-factor/" not in again) is is_kept


@pytest.mark.parametrize(
    ("known", "comes", "is_known"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("198.51.100.7", "::ffff:198.51.100.7", True),
        ("198.51.100.7", "198.51.100.8", False),
    ],
)
def test_networks_that_were_known_before_are_honoured(
    client, db, user, inbox, sign_in, known, comes, is_known
):
    know(db, user, known)
    answer = sign_in(address=comes)
    assert answer.location.endswith(WAITING) is not is_known


def test_addresses_of_one_network_are_one_device(client, db, user, inbox, sign_in):
    sign_in(address="2001:db8:1:2::1")
    sign_in(address="2001:db8:1:2::2")
    assert len(db.scalars(select(UniqueLogin)).all()) == 1
    assert len(links(inbox)) == 1


def test_a_network_that_waits_is_not_known(client, db, user, inbox, sign_in):
    know(db, user, HERE, UniqueLoginStatus.PENDING)
    assert sign_in().location.endswith(WAITING)


def test_a_password_without_second_factor_makes_its_network_known(
    client, db, inbox, sign_in, user
):
    secret, user.totp_secret = user.totp_secret, None
    db.commit()
    client.sign_in(user)
    assert is_signed_in(client)
    user.totp_secret = secret
    db.commit()
    assert not sign_in().location.endswith(WAITING)


@pytest.mark.parametrize(
    ("mode", "verified", "is_asked"),
    [
        ("auto", True, True),
        ("auto", False, False),
        ("on", True, True),
        ("on", False, True),
        ("off", True, False),
    ],
)
def test_operators_choose_who_is_asked(
    client, db, user, inbox, sign_in, with_accounts, mode, verified, is_asked
):
    with_accounts(confirm_new_devices=mode)
    user.primary_email.verified = verified
    db.commit()
    assert sign_in().location.endswith(WAITING) is is_asked
    assert len(links(inbox)) == is_asked


@pytest.mark.parametrize("mode", ["auto", "on"])
def test_nobody_is_asked_where_there_is_no_mail_server(
    client, db, user, sign_in, with_accounts, mode
):
    with_accounts(confirm_new_devices=mode)
    assert not sign_in().location.endswith(WAITING)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/manage/account/data/", "/manage/account/data/"),
        ("https://evil.example/", ACCOUNT),
        ("//evil.example", ACCOUNT),
    ],
)
def test_a_confirmed_sign_in_leads_to_its_target_on_this_host_only(
    client, user, inbox, wanted, led
):
    form = client.get("/account/login/", {"next": wanted}).forms["sign-in"]
    form["username"], form["password"] = user.username, PASSWORD
    page = form.submit(status=303).follow()
    page.forms["totp"]["totp_value"] = code_of(user.totp_secret)
    page.forms["totp"].submit(status=303)
    place = client.get(links(inbox)[0], status=303).location
    assert place.removeprefix("http://localhost") == led


def test_a_key_needs_no_confirmation_and_makes_its_network_known(
    client, db, user, inbox, sign_in
):
    key = Authenticator()
    know(db, user, HERE)
    sign_in()
    asked = client.get("/manage/account/webauthn-provision/options?kind=key").json
    made = {"credential": key.make(asked), "label": "blue", "kind": "key"}
    post(client, "/manage/account/webauthn-provision/validate", **made)
    client.extra_environ["REMOTE_ADDR"] = ELSEWHERE
    client.reset()
    query = client.sign_in(user).location.partition("?")[2]
    asked = client.get(f"/account/webauthn-authenticate/options?{query}").json
    path = f"/account/webauthn-authenticate/validate?{query}"
    assert "success" in post(client, path, credential=key.sign(asked))
    assert is_signed_in(client)
    assert links(inbox) == []
    assert not sign_in(address=ELSEWHERE).location.endswith(WAITING)
