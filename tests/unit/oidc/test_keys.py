"""Keys of issuers are asked for seldom, kept through outages, and never fetched afar."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.builders.issuers import DISCOVERY, Issuer, jwk, private_key, serving
from warehouse.oidc.keys import ASKED_EVERY, MOST_BYTES, IssuerKeys, KeysBusy, KeyUnknown
from warehouse.outbound import OutboundClient, TargetRules

RULES = TargetRules(ports=range(1, 65_536), allows_http=True, private=True)


class Clock:
    """A clock that tests move."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def issuer():
    """An issuer on loopback."""
    with serving() as found:
        yield found


@pytest.fixture
def clock():
    """The clock of the keys."""
    return Clock()


@pytest.fixture
def keys(clock):
    """Keys that may be asked for on loopback, within half a second."""
    client = OutboundClient(private=True, seconds=0.5, most_bytes=MOST_BYTES + 1)
    return IssuerKeys(client, RULES, clock=clock)


def test_keys_are_asked_for_once(keys, issuer):
    for _ in range(3):
        assert keys.find(issuer.url, "one").algorithm == "RS256"
    assert issuer.asked == [DISCOVERY, "/keys"]


def test_an_unknown_key_is_looked_for_once_a_minute(keys, issuer, clock):
    keys.find(issuer.url, "one")
    issuer.use("ES256", "two")
    for _ in range(3):
        with pytest.raises(KeyUnknown):
            keys.find(issuer.url, "two")
    assert len(issuer.asked) == 2
    clock.now += ASKED_EVERY
    assert keys.find(issuer.url, "two").algorithm == "ES256"
    with pytest.raises(KeyUnknown):
        keys.find(issuer.url, "one")


def slow(handler):
    time.sleep(0.2)
    handler.send_response(200)
    handler.end_headers()
    for _ in range(10):
        handler.wfile.write(b" ")
        time.sleep(0.2)


def huge(handler):
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"keys": [' + b" " * MOST_BYTES + b"]}")


def redirect(handler):
    handler.send_response(302)
    handler.send_header("Location", "/other")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def saying(body):
    def answer(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (slow, "no whole answer"),
        (huge, "larger than"),
        (redirect, "answered with 302"),
        (saying(b"nonsense"), "Expecting value"),
        (saying(b"[" * 100_000), "nested too deeply"),
        (saying(b"[]"), "no JSON object"),
        (saying(b'{"keys": 1}'), "no list"),
        (saying(b'{"keys": [1, {"kid": "one"}, {"kid": "x", "kty": []}]}'), "no key"),
    ],
)
def test_old_keys_are_kept_while_an_issuer_fails(keys, issuer, clock, broken, problem):
    keys.find(issuer.url, "one")
    issuer.broken["/keys"] = broken
    clock.now += ASKED_EVERY
    with pytest.raises(KeyUnknown, match=problem):
        keys.find(issuer.url, "two")
    assert keys.find(issuer.url, "one").algorithm == "RS256"
    assert "/other" not in issuer.asked


@pytest.mark.parametrize(
    ("discovery", "problem"),
    [
        ({"issuer": "http://127.0.0.1"}, "another issuer"),
        ({"jwks_uri": None}, "no jwks_uri"),
        ({"jwks_uri": "file:///etc/passwd"}, "Begin the address"),
        ({"jwks_uri": "http://169.254.169.254/keys"}, "not a public address"),
    ],
)
def test_a_configuration_is_not_believed_blindly(keys, issuer, discovery, problem):
    issuer.discovery.update(discovery)
    with pytest.raises(KeyUnknown, match=problem):
        keys.find(issuer.url, "one")


def test_a_name_that_comes_to_mean_a_private_address_is_not_asked(issuer):
    client = OutboundClient(resolver=lambda host, port: ["127.0.0.1"])
    keys = IssuerKeys(client, TargetRules(ports=(issuer.port,), allows_http=True))
    with pytest.raises(KeyUnknown, match="not a public address"):
        keys.find(f"http://issuer.example:{issuer.port}", "one")
    assert issuer.asked == []


@pytest.mark.parametrize(
    "changes",
    [
        {"use": "enc"},
        {"alg": "RS512"},
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "EC"},
        {"n": "AQAB"},
        {"n": 7},
    ],
)
def test_keys_of_other_kinds_are_left_out(keys, issuer, changes):
    issuer.publishes.append(jwk("odd", "RS256", private_key("RS256"), **changes))
    with pytest.raises(KeyUnknown):
        keys.find(issuer.url, "odd")
    assert keys.find(issuer.url, "one").algorithm == "RS256"


def test_keys_that_are_too_short_are_left_out(keys, issuer):
    short = rsa.generate_private_key(65537, 1024)
    issuer.publishes.append(jwk("short", "RS256", short))
    with pytest.raises(KeyUnknown):
        keys.find(issuer.url, "short")


def test_keys_in_a_file_are_enough(tmp_path, clock):
    issuer, path = Issuer(), tmp_path / "keys.json"
    path.write_text(json.dumps({"https://ci.example": {"keys": issuer.publishes}}))
    keys = IssuerKeys(OutboundClient(), RULES, file=path, clock=clock)
    assert keys.find("https://ci.example", "one").algorithm == "RS256"
    with pytest.raises(KeyUnknown, match="no such key"):
        keys.find("https://ci.example", "two")


def test_an_issuer_that_hangs_holds_up_nobody_else(issuer):
    client = OutboundClient(private=True, seconds=3, most_bytes=MOST_BYTES + 1)
    keys, spent = IssuerKeys(client, RULES), {"good": [], "bad": []}
    with serving() as bad:
        bad.broken[DISCOVERY] = lambda handler: time.sleep(4)

        def find(name, url):
            began = time.monotonic()
            try:
                keys.find(url, "one")
            except KeyUnknown:
                assert name == "bad"
            spent[name].append(time.monotonic() - began)

        threads = [
            threading.Thread(target=find, args=pair)
            for pair in [("bad", bad.url), ("good", issuer.url)] * 25
        ]
        for thread in threads:
            thread.start()
            time.sleep(0.01)
        for thread in threads:
            thread.join(30)
    assert len(spent["good"]) == 25
    assert max(spent["good"]) < 2
    assert sum(each > 1.5 for each in spent["bad"]) == 1
    assert (len(bad.asked), issuer.asked) == (1, [DISCOVERY, "/keys"])


def test_issuers_that_hang_hold_up_nobody_else(issuer):
    released = threading.Event()
    places = [f"/{number}" for number in range(25)]
    for each in places:
        issuer.broken[each + DISCOVERY] = lambda handler: released.wait(5)
    client = OutboundClient(private=True, seconds=2, most_bytes=MOST_BYTES + 1)
    keys = IssuerKeys(client, RULES, named={issuer.url})
    with ThreadPoolExecutor(50) as threads:
        hanging = [threads.submit(keys.find, issuer.url + each, "one") for each in places]
        good = [threads.submit(keys.find, issuer.url, "one") for _ in places]
        assert {each.result(1).algorithm for each in good} == {"RS256"}
        refused = list(islice(as_completed(hanging, 2), len(hanging) - 4))
        assert {type(each.exception()) for each in refused} == {KeysBusy}
        assert sum(each.done() for each in hanging) == len(refused)
        released.set()


def test_an_issuer_that_failed_before_is_not_waited_for(keys, issuer, clock):
    released, begun = threading.Event(), threading.Event()
    issuer.broken[DISCOVERY] = lambda handler: handler.send_error(500)
    with pytest.raises(KeyUnknown):
        keys.find(issuer.url, "one")
    clock.now += ASKED_EVERY

    def hang(handler):
        begun.set()
        released.wait(5)

    issuer.broken[DISCOVERY] = hang
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(keys.find, issuer.url, "one")
        assert begun.wait(2)
        before = time.monotonic()
        with pytest.raises(KeysBusy):
            keys.find(issuer.url, "one")
        assert time.monotonic() - before < 0.4
        released.set()
    assert isinstance(asking.exception(), KeyUnknown)
