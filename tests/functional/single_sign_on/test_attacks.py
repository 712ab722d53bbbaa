"""Sign-ins that somebody else has prepared, repeated or forged."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders.providers import providing
from tests.factories.accounts import make_user
from tests.fixtures.client import Client
from tests.functional.single_sign_on.ways import (
    ADA,
    csrf_token,
    leave,
    link,
    said_on,
    sign_in_by,
)

NOT_OURS = "The answer of Example is not one to this sign-in."
ACCOUNT = "/manage/account/"


@pytest.fixture
def ada(db, identity_provider):
    """Somebody whose identity is linked."""
    user = make_user(db, "countess")
    link(db, user, identity_provider)
    return user


def other(client):
    """Another browser."""
    return Client(client.app, client.registry)


def is_signed_in(client):
    """Whether a browser has the session of somebody."""
    return client.get(ACCOUNT).status_int == 200


def test_nobody_is_signed_in_as_somebody_else(client, ada, identity_provider):
    """Login CSRF: the state of another browser is refused, its code was never asked for."""
    attacker = other(client)
    back = identity_provider.signs_in(leave(attacker), **ADA)
    client.get("/account/login/")
    assert NOT_OURS in said_on(client.get(back).follow())
    assert not is_signed_in(client)
    assert identity_provider.redeemed == []


def test_a_code_of_another_browser_is_worthless(client, ada, identity_provider):
    """Injected codes: the verifier of PKCE and the nonce are of one browser."""
    theirs = identity_provider.signs_in(leave(other(client)), **ADA)
    ours = identity_provider.signs_in(leave(client), **ADA)
    code = {each: parse_qs(urlsplit(each).query)["code"][0] for each in (theirs, ours)}
    mixed = ours.replace(code[ours], code[theirs])
    assert NOT_OURS in said_on(client.get(mixed).follow())
    assert not is_signed_in(client)


def test_coming_back_twice_signs_in_once(client, ada, identity_provider):
    back = identity_provider.signs_in(leave(client), **ADA)
    assert client.get(back).location == f"http://localhost{ACCOUNT}"
    client.post("/account/logout/", {"csrf_token": csrf_token(client)})
    assert NOT_OURS in said_on(client.get(back).follow())
    assert not is_signed_in(client)
    assert len(identity_provider.redeemed) == 1


def test_providers_are_not_mixed_up(client, ada, identity_provider, with_single_sign_on):
    """A state begun with one provider, or its answer, is none for another (RFC 9207)."""
    back = identity_provider.signs_in(leave(client), **ADA)
    for issuer in ("https://evil.example", identity_provider.url + "/"):
        page = client.get(f"{back}&iss={issuer}").follow()
        assert NOT_OURS in said_on(page)
    with providing() as evil:
        with_single_sign_on(issuer=evil.url)
        assert NOT_OURS in said_on(client.get(back).follow())
    assert identity_provider.redeemed == []


def test_an_issuer_that_promises_its_name_has_to_say_it(client, ada, identity_provider):
    promise = {"authorization_response_iss_parameter_supported": True}
    identity_provider.discovery |= promise
    back = identity_provider.signs_in(leave(client), **ADA)
    assert NOT_OURS in said_on(client.get(back).follow())
    client.get(f"{back}&iss={identity_provider.url}")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another client"},
        {"aud": ["index", "another client"]},
        {"azp": "another client"},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
        {"sub": ""},
        {"sub": "a" * 256},
        {"sub": ["248289761001"]},
        {"sub": "248289761001\0"},
    ],
)
def test_a_token_for_others_signs_nobody_in(client, ada, identity_provider, claims):
    identity_provider.claims = claims
    assert NOT_OURS in said_on(sign_in_by(client, identity_provider, **ADA).follow())
    assert not is_signed_in(client)


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil"])
def test_nobody_is_led_elsewhere(client, ada, identity_provider, target):
    page = client.get("/account/login/", {"next": target})
    answer = sign_in_by(client, identity_provider, page, **ADA)
    assert answer.location == f"http://localhost{ACCOUNT}"
    client.reset()
    leaving = client.get("/account/login/single-sign-on/", {"next": target}).location
    answer = client.get(identity_provider.signs_in(leaving, **ADA))
    assert answer.location == f"http://localhost{ACCOUNT}"


def test_tries_are_counted_until_one_succeeds(client, ada, identity_provider):
    identity_provider.claims = {"nonce": "wrong"}
    for _ in range(10):
        page = sign_in_by(client, identity_provider, **ADA).follow()
    assert NOT_OURS in said_on(page)
    identity_provider.claims = {}
    page = sign_in_by(client, identity_provider, **ADA).follow()
    assert "There were too many wrong tries." in said_on(page)
    assert not is_signed_in(client)


def test_a_provider_that_does_not_answer_is_named(client, ada, identity_provider):
    back = identity_provider.signs_in(leave(client), **ADA)
    identity_provider.broken["/token"] = lambda handler: handler.send_error(500)
    assert "Example cannot be reached" in said_on(client.get(back).follow())
    client.get("/account/login/single-sign-on/return/?error=access_denied")
    refused = back.replace("code=", "error=access_denied&x=")
    assert "Example did not sign you in." in said_on(client.get(refused).follow())


def test_a_provider_that_is_gone_is_named_before_people_leave(
    client, ada, identity_provider, with_single_sign_on
):
    with_single_sign_on(issuer="http://127.0.0.1:1")
    page = client.get("/account/login/single-sign-on/").follow()
    assert "Example cannot be reached" in said_on(page)
    with_single_sign_on(issuer=None, client=None)
    assert client.get("/account/login/").html.find(id="single-sign-on") is None
    client.get("/account/login/single-sign-on/", status=404)
    client.get("/account/login/single-sign-on/return/", status=404)


def test_a_stranger_links_and_confirms_nothing(client, ada, identity_provider):
    for purpose in ("link", "confirm"):
        leaving = client.get(f"/account/login/single-sign-on/?for={purpose}")
        assert leaving.location == "http://localhost/account/login/"
    client.sign_in(ada)
    link_page = client.get("/account/login/single-sign-on/?for=link").location
    back = identity_provider.signs_in(link_page, **ADA)
    client.post("/account/logout/", {"csrf_token": csrf_token(client)})
    assert NOT_OURS in said_on(client.get(back).follow())
