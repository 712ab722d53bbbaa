"""Hosts that nobody has: what is asked for under them is answered, and not kept."""

import random
import re
import string

import pytest

from tests.functional.edge.test_answers import flask
from warehouse.http.caching.storable import storable_routes

HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def something_to_read(edge):
    edge.write(flask)
    edge.wait_for("/simple/", lambda body: b"flask" in body)


def invented(number):
    return [f"host{each}.example" for each in range(number)]


def hostless(edge):
    """The routes whose answers are said to have no host in them, with their paths."""
    registry = edge.edge.registry
    views = registry.introspector.get_category("views")
    named = {
        each["introspectable"]["route_name"]
        for each in views
        if not each["introspectable"].get("names_host", True)
    }
    assert named <= storable_routes(registry)
    category = registry.introspector.get_category("routes")
    routes = {
        each["introspectable"]["name"]: each["introspectable"]["pattern"]
        for each in category
    }
    kinds = re.compile(r"\{kind:.*\}")
    return [kinds.sub("version", routes[name].replace("{name}", "Flask")) for name in named]


def test_a_page_without_a_host_in_it_is_made_once_for_all_hosts(edge):
    # The log of moderation is off here, and so not there.
    paths = [each for each in hostless(edge) if each != "/moderation/"]
    assert len(paths) >= 3
    for path in paths:
        ours = edge.get(path)
        assert ours.status == 200
        edge.tally.clear()
        for host in ["localhost", *invented(12)]:
            assert edge.get(path, host=host).body == ours.body
        assert edge.tally["filled"] == 0


def test_pages_are_kept_for_a_few_hosts_and_answered_for_all(edge):
    size = len(edge.edge.local)
    for host in invented(40):
        page = edge.get("/pypi/flask/json", host=host)
        assert page.status == 200
        assert f"http://{host}/".encode() in page.body
    assert len(edge.edge.local) - size <= 8


def test_our_own_addresses_are_kept_however_many_others_there_are(edge):
    for host in invented(40):
        edge.get("/pypi/flask/json", host=host)
    edge.tally.clear()
    for _ in range(3):
        edge.get("/pypi/flask/json", host=HERE)
    assert (edge.tally["filled"], edge.tally["hit"]) == (1, 2)


@pytest.mark.parametrize(
    "host", ["", "[::1", "a b", 'a"b', "127.0.0.1:8000/x", "a@b", "a,b", "a:70000"]
)
def test_a_text_that_is_no_host_is_refused(edge, host):
    said = edge.get("/simple/flask/", host=host)
    assert said.status == 400
    assert b"is no host" in said.body


@pytest.mark.parametrize("host", ["[::1", "a b", 'a"b', "a, b/x"])
def test_a_wrong_host_from_a_trusted_proxy_is_refused(start_edge, host):
    edge = start_edge(TRUSTED_PROXIES="1")
    said = edge.get("/simple/flask/", x_forwarded_host=host)
    assert said.status == 400
    assert b"is no host" in said.body


def noise(length, dice):
    return "".join(dice.choices(string.ascii_letters, k=length))


def test_remembered_spellings_are_bounded(edge):
    dice = random.Random(7)
    for _ in range(300):
        long = noise(12_000, dice)
        for headers in (
            {"accept": f"text/html, {long}/x"},
            {"x_forwarded_proto": long, "x_forwarded_host": long},
            {"accept_encoding": f"gzip, {long}", "accept_language": long},
            {"accept": f"text/html, {noise(300, dice)}/x"},
            {"x_forwarded_host": noise(300, dice)},
        ):
            assert edge.get("/simple/flask/", **headers).status == 200
    spellings = edge.edge.lookup.known
    assert spellings.size < 300 * 1200
    assert len(spellings) < 310
    assert edge.edge.responder._encodings._known.size < 10_000
