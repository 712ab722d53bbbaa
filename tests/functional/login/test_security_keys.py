"""Security keys and passkeys: added, proved, and nothing proved twice."""

import json

import pytest
from freezegun import freeze_time
from sqlalchemy import select, update

from tests.builders.authenticators import Authenticator
from tests.factories.accounts import make_user
from tests.functional.login.factors import confirmed, give_codes, give_totp
from warehouse.accounts.errors import KeyWrong
from warehouse.accounts.models import SecurityKey
from warehouse.accounts.services.factor_tries import FactorTries
from warehouse.accounts.services.security_keys import SECOND_FACTOR as PURPOSE
from warehouse.accounts.services.security_keys import SecurityKeyService
from warehouse.accounts.webauthn import Ceremonies, Site
from warehouse.events.models import UserEvent
from warehouse.rate_limiting import RateLimiter
from warehouse.security import SYSTEM, LinkSigner

PROVISION = "/manage/account/webauthn-provision"
PASSKEY = "/account/passkey"


@pytest.fixture
def user(db):
    user = make_user(db, "arthur")
    give_codes(db, user, "0" * 16)
    return user


@pytest.fixture
def key():
    return Authenticator()


def token_of(client):
    return client.get("/account/logout/").forms["sign-out"]["csrf_token"].value


def send(client, path, credential, **fields):
    values = {"csrf_token": token_of(client), "credential": credential, **fields}
    return client.post(path, values, expect_errors=True).json


@pytest.fixture
def add(client, user):
    """Signs in, adds a key, and signs out."""

    added = []

    def add(key, label="blue", kind="passkey", **options):
        if added:
            sign_in_with(client, added[0])
        else:
            client.sign_in(user)
            added.append(key)
        asked = client.get(f"{PROVISION}/options?kind={kind}").json
        made = key.make(asked, **options)
        answer = send(client, f"{PROVISION}/validate", made, label=label, kind=kind)
        client.reset()
        return answer

    return add


def refused(answer, sentence):
    assert list(answer) == ["fail"]
    assert sentence in answer["fail"]["errors"][0]


NOT_OPENED = "does not open this account"


def details_of(db, tag):
    """The details of the one event with this tag and a method or reason."""
    of_tag = select(UserEvent.additional).where(UserEvent.tag == tag)
    found = db.scalars(of_tag.order_by(UserEvent.time))
    return next(
        each for each in found if each.get("reason") or each.get("two_factor_method")
    )


def waiting(client, user):
    """The query of the page for the second factor."""
    return client.sign_in(user).location.partition("?")[2]


def test_a_passkey_signs_in_without_a_name_and_a_password(client, db, add, key):
    assert "success" in add(key)
    before = token_of(client)
    asked = client.get(f"{PASSKEY}/options").json
    assert asked["allowCredentials"] == []
    assert asked["userVerification"] == "required"
    answer = send(client, f"{PASSKEY}/validate", key.sign(asked), next="/manage/account/")
    assert answer["redirect_to"] == "/manage/account/"
    client.get("/manage/account/", status=200)
    assert token_of(client) != before
    details = details_of(db, "account:login:success")
    assert details["two_factor_method"] == "webauthn"
    assert details["two_factor_label"] == "blue"
    assert db.scalars(select(SecurityKey)).one().last_used is not None


def test_a_key_is_the_second_factor(client, user, add, key):
    add(key, kind="key", is_verified=False)
    query = waiting(client, user)
    client.get("/manage/account/", status=303)
    asked = client.get(f"/account/webauthn-authenticate/options?{query}").json
    answer = key.sign(asked, is_verified=False)
    told = send(client, f"/account/webauthn-authenticate/validate?{query}", answer)
    assert told["redirect_to"].endswith("/manage/account/")
    client.get("/manage/account/", status=200)


def test_a_key_that_is_no_passkey_signs_in_nobody_alone(client, add, key):
    add(key, kind="key")
    answer = key.sign(client.get(f"{PASSKEY}/options").json)
    refused(send(client, f"{PASSKEY}/validate", answer), NOT_OPENED)


def test_a_passkey_without_a_verified_person_is_one_factor_only(client, add, key):
    add(key)
    answer = key.sign(client.get(f"{PASSKEY}/options").json, is_verified=False)
    refused(send(client, f"{PASSKEY}/validate", answer), NOT_OPENED)
    client.get("/manage/account/", status=303)


def test_an_answer_is_accepted_once(client, add, key):
    add(key)
    asked = client.get(f"{PASSKEY}/options").json
    answer = key.sign(asked)
    token = token_of(client)
    client.post(f"{PASSKEY}/validate", {"csrf_token": token, "credential": answer})
    refused(send(client, f"{PASSKEY}/validate", answer), NOT_OPENED)
    refused(send(client, f"{PASSKEY}/validate", key.sign(asked)), NOT_OPENED)


def test_a_challenge_is_used_up_though_the_browser_stays_the_same(client, user, add, key):
    """A second answer to one challenge, of the browser that is still signing in."""
    add(key)
    query = waiting(client, user)
    asked = client.get(f"/account/webauthn-authenticate/options?{query}").json
    place = f"/account/webauthn-authenticate/validate?{query}"
    refused(send(client, place, key.sign(asked, origin="http://evil.example")), NOT_OPENED)
    refused(send(client, place, key.sign(asked)), NOT_OPENED)


def test_a_counter_that_goes_back_is_refused(client, db, add, key):
    add(key)
    key.counter = 7
    first = key.sign(client.get(f"{PASSKEY}/options").json)
    assert "success" in send(client, f"{PASSKEY}/validate", first)
    assert db.scalars(select(SecurityKey.sign_count)).one() == 8
    key.counter = 7
    copied = key.sign(client.get(f"{PASSKEY}/options").json)
    refused(send(client, f"{PASSKEY}/validate", copied), NOT_OPENED)


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://evil.example"},
        {"origin": "https://localhost"},
        {"type": "webauthn.create"},
        {"challenge": "AAAA"},
    ],
)
def test_answers_to_others_are_refused(client, add, key, changes):
    add(key)
    answer = key.sign(client.get(f"{PASSKEY}/options").json, **changes)
    refused(send(client, f"{PASSKEY}/validate", answer), NOT_OPENED)


def test_an_answer_for_another_host_is_refused(client, add, key):
    add(key)
    asked = client.get(f"{PASSKEY}/options").json
    answer = key.sign({**asked, "rpId": "evil.example"})
    refused(send(client, f"{PASSKEY}/validate", answer), NOT_OPENED)


def test_a_challenge_serves_its_purpose_only(client, user, add, key):
    add(key)
    query = waiting(client, user)
    asked = client.get(f"/account/webauthn-authenticate/options?{query}").json
    refused(send(client, f"{PASSKEY}/validate", key.sign(asked)), NOT_OPENED)
    asked = client.get(f"{PASSKEY}/options").json
    place = f"/account/webauthn-authenticate/validate?{query}"
    refused(send(client, place, key.sign(asked)), NOT_OPENED)


def test_a_challenge_belongs_to_one_browser_and_ends(client, add, key):
    add(key)
    asked = client.get(f"{PASSKEY}/options").json
    client.reset()
    refused(send(client, f"{PASSKEY}/validate", key.sign(asked)), NOT_OPENED)
    with freeze_time("2026-11-28 12:00:00") as clock:
        client.reset()
        asked = client.get(f"{PASSKEY}/options").json
        clock.tick(301)
        refused(send(client, f"{PASSKEY}/validate", key.sign(asked)), NOT_OPENED)


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", "x", '{"id": 1}', '{"id": "a", "rawId": "a"}', "\0", "1e999"],
)
def test_text_that_is_no_answer_is_refused(client, answer):
    refused(send(client, f"{PASSKEY}/validate", answer), NOT_OPENED)


def test_parts_of_an_answer_that_are_broken(client, add, key):
    add(key)
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        for content in ("", "!", "AAAA", 1, None, []):
            client.reset()
            answer = json.loads(key.sign(client.get(f"{PASSKEY}/options").json))
            answer["response"][part] = content
            told = send(client, f"{PASSKEY}/validate", json.dumps(answer))
            assert list(told) == ["fail"]


def test_the_key_of_another_is_no_second_factor(client, db, add, key):
    add(key)
    victim = make_user(db, "ford")
    give_totp(db, victim)
    query = waiting(client, victim)
    asked = client.get(f"/account/webauthn-authenticate/options?{query}").json
    place = f"/account/webauthn-authenticate/validate?{query}"
    refused(send(client, place, key.sign(asked)), NOT_OPENED)
    assert details_of(db, "account:login:failure")["reason"] == "invalid_webauthn"


def test_wrong_keys_are_counted(client, add, key):
    add(key)
    answers = []
    for _ in range(6):
        asked = client.get(f"{PASSKEY}/options").json
        answers.append(send(client, f"{PASSKEY}/validate", key.sign(asked, origin="x")))
    refused(answers[4], NOT_OPENED)
    refused(answers[5], "too many wrong tries")


def test_the_passkey_of_a_suspended_account_opens_nothing(client, db, user, add, key):
    add(key)
    user.is_frozen = True
    db.commit()
    answer = key.sign(client.get(f"{PASSKEY}/options").json)
    refused(send(client, f"{PASSKEY}/validate", answer), "suspended")
    client.get("/manage/account/", status=303)


def test_a_passkey_leads_nowhere_else(client, add, key):
    add(key)
    answer = key.sign(client.get(f"{PASSKEY}/options").json)
    told = send(client, f"{PASSKEY}/validate", answer, next="//evil.example/")
    assert told["redirect_to"] == "/manage/account/"


def test_keys_have_names_of_their_own_and_belong_to_one_account(client, db, add, key):
    add(key)
    refused(add(Authenticator()), "a key named “blue” already")
    refused(add(key, label="again"), "belongs to an account already")
    refused(add(Authenticator(), label=""), "Give the key a name")
    refused(add(Authenticator(), label="x" * 65), "at most 64")
    refused(add(Authenticator(), label="nul\0"), "Null bytes")
    refused(add(Authenticator("http://evil.example"), label="evil"), "could not be used")
    refused(add(Authenticator(), label="weak", is_verified=False), "could not be used")
    assert len(db.scalars(select(SecurityKey)).all()) == 1


def test_keys_come_after_recovery_codes(client, db, key):
    client.sign_in(make_user(db, "ford"))
    client.get(PROVISION, status=303)
    asked = client.get(f"{PROVISION}/options?kind=passkey").json
    answer = key.make(asked)
    told = send(client, f"{PROVISION}/validate", answer, label="blue", kind="passkey")
    refused(told, "Make recovery codes before")


def sign_in_with(client, key):
    answer = key.sign(client.get(f"{PASSKEY}/options").json)
    assert "success" in send(client, f"{PASSKEY}/validate", answer)


def test_a_key_is_removed_by_its_name_unless_it_is_the_last(client, db, user, add, key):
    add(key)
    sign_in_with(client, key)
    fields = {"csrf_token": token_of(client), "label": "blue"}
    fields["confirm_device_name"] = "blue"
    page = client.post(f"{PROVISION}/delete", fields, status=303).follow()
    assert "Add another second factor" in page.text
    give_totp(db, user)
    form = client.get("/manage/account/two-factor/").forms[
        f"remove-{db.scalars(select(SecurityKey.id)).one()}"
    ]
    form["confirm_device_name"] = "green"
    assert "does not match" in form.submit().follow().text
    form["confirm_device_name"] = "blue"
    assert "is removed" in form.submit().follow().text
    assert db.scalars(select(SecurityKey)).all() == []
    fields["csrf_token"] = token_of(client)
    page = client.post(f"{PROVISION}/delete", fields, status=303).follow()
    assert "You have no key named" in page.text


def test_a_key_confirms_in_place_of_the_password(client, user, add, key):
    add(key)
    with freeze_time("2026-11-28 12:00:00") as clock:
        sign_in_with(client, key)
        clock.tick(1801)
        page = client.get("/manage/account/two-factor/")
        asked = client.get("/account/reauthenticate/options").json
        form = page.forms["reauthenticate"]
        form["credential"] = key.sign(asked)
        assert "Passkeys and security keys" in form.submit().follow().text
        clock.tick(1801)
        page = client.get("/manage/account/two-factor/")
        page.forms["reauthenticate"]["credential"] = key.sign(asked)
        page = page.forms["reauthenticate"].submit().follow()
        assert NOT_OPENED in page.text
        assert "A second factor guards" in confirmed(page).text


def test_a_counter_that_changes_meanwhile_refuses_the_answer(registry, db, user, add, key):
    add(key)
    limiter = registry[RateLimiter]
    settings = registry.settings["warehouse"].accounts
    site = Site("localhost", "http://localhost", "Warehouse", "one browser")
    ceremonies = Ceremonies(registry[LinkSigner], limiter, site)
    tries = FactorTries(lambda signal: None, limiter=limiter, settings=settings)
    keys = SecurityKeyService(db, lambda signal: None, tries=tries, ceremonies=ceremonies)
    stored = db.scalars(select(SecurityKey)).one()
    assert stored.sign_count == 0
    meanwhile = update(SecurityKey).values(sign_count=9)
    db.execute(meanwhile, execution_options={"synchronize_session": False})
    asked = ceremonies.options_to_prove(user, purpose=PURPOSE)
    with pytest.raises(KeyWrong):
        keys.check(user, key.sign(asked), purpose=PURPOSE, actor=SYSTEM)
