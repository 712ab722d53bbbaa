"""Sending people to a provider, and reading what it says of them."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.builders.providers import CLIENT, SECRET, providing
from warehouse.single_sign_on import make_relying_party
from warehouse.single_sign_on.errors import AssertionInvalid, ProviderSilent
from warehouse.single_sign_on.providers import Provider
from warehouse.single_sign_on.relying_party import Ceremony

ADA = {"sub": "ada"}
BACK = "https://index.example/back/"


@pytest.fixture
def provider():
    with providing() as found:
        yield found


def ceremony_with(provider, **changes):
    known = {"label": "Example", **changes}
    told = Provider(issuer=provider.url, client=CLIENT, secret=SECRET, **known)
    return Ceremony(told, BACK, state="state", nonce="nonce", verifier="v" * 43)


def assertion(provider, ceremony, **person):
    """Go there and back."""
    party = make_relying_party(ceremony.provider)
    back = provider.signs_in(party.address(ceremony), **{**ADA, **person})
    answer = {name: each[0] for name, each in parse_qs(urlsplit(back).query).items()}
    return party.assertion(ceremony, answer)


def test_more_is_asked_for_where_the_token_says_little(provider):
    provider.discovery["userinfo_endpoint"] = f"{provider.url}/userinfo"
    provider.userinfo = {"sub": "ada", "email": "ada@corp.example", "groups": ["crew", 1]}
    said = assertion(provider, ceremony_with(provider, groups="groups"))
    assert (said.address, said.groups) == ("ada@corp.example", ("crew",))
    provider.userinfo["sub"] = "somebody else"
    with pytest.raises(AssertionInvalid, match="speaks of two people"):
        assertion(provider, ceremony_with(provider))


@pytest.mark.parametrize("value", ["crew", None, {"crew": True}])
def test_groups_that_are_no_list_are_none(provider, value):
    said = assertion(provider, ceremony_with(provider, groups="roles"), roles=value)
    assert said.groups == ()


@pytest.mark.parametrize(
    ("value", "time"), [(12, 12.0), (1.5, 1.5), (True, None), ("1", None)]
)
def test_a_time_is_a_number(provider, value, time):
    assert assertion(provider, ceremony_with(provider), auth_time=value).proved == time


def test_texts_that_are_no_line_are_not_taken(provider):
    said = assertion(provider, ceremony_with(provider), name="A\nda", email=["x"])
    assert (said.name, said.address, said.label) == ("", "", "ada")


def test_the_secret_may_go_into_the_form(provider):
    name = "token_endpoint_auth_methods_supported"
    provider.discovery[name] = ["client_secret_post"]
    with pytest.raises(AssertionInvalid):
        assertion(provider, ceremony_with(provider))
    [form] = provider.redeemed
    assert (form["client_id"], form["client_secret"]) == (CLIENT, SECRET)


def test_a_public_client_sends_no_secret(provider):
    ceremony = ceremony_with(provider)
    told = Provider(provider.url, CLIENT, None, "Example")
    public = Ceremony(told, BACK, ceremony.state, ceremony.nonce, ceremony.verifier)
    with pytest.raises(AssertionInvalid):
        assertion(provider, public)
    [form] = provider.redeemed
    assert form["client_id"] == CLIENT
    assert "client_secret" not in form


@pytest.mark.parametrize(
    ("discovery", "problem"),
    [
        ({"authorization_endpoint": None}, "has no authorization_endpoint"),
        ({"authorization_endpoint": "ftp://x"}, "Begin the address with"),
        ({"issuer": "https://evil.example"}, "that of another issuer"),
    ],
)
def test_a_provider_that_says_nothing_useful_is_silent(provider, discovery, problem):
    provider.discovery |= discovery
    ceremony = ceremony_with(provider)
    with pytest.raises(ProviderSilent, match=problem):
        make_relying_party(ceremony.provider).address(ceremony)


@pytest.mark.parametrize("body", [b"{}x", b"[]"])
def test_an_answer_that_makes_no_sense_is_none(provider, body):
    def senseless(handler):
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)

    provider.broken["/token"] = senseless
    with pytest.raises(ProviderSilent):
        assertion(provider, ceremony_with(provider))


def test_a_provider_that_hangs_up_is_silent(provider):
    provider.broken["/token"] = lambda handler: handler.connection.close()
    with pytest.raises(ProviderSilent):
        assertion(provider, ceremony_with(provider))


def test_an_answer_without_a_code_is_none(provider):
    ceremony = ceremony_with(provider)
    with pytest.raises(AssertionInvalid, match="no code"):
        make_relying_party(ceremony.provider).assertion(ceremony, {})


def test_a_secret_is_never_shown(provider):
    ceremony = ceremony_with(provider)
    assert SECRET not in repr(ceremony)
    assert ceremony.verifier not in repr(ceremony)
