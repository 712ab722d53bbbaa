"""An answer that changes by itself is kept until that moment, by us and by clients."""

import time
from email.utils import parsedate_to_datetime

import pytest

CLIENTS = 600
PAGES = "tests.functional.edge.changing"


@pytest.fixture
def edge(start_edge):
    return start_edge(include=PAGES, CLIENT_CACHE_SECONDS=str(CLIENTS))


def test_an_answer_is_made_anew_once_it_has_changed(edge):
    first = edge.get("/changing/?s=2")
    assert edge.get("/changing/?s=2").body == first.body
    assert edge.tally["hit"] == 1
    time.sleep(2)
    assert edge.get("/changing/?s=2").body != first.body


def test_clients_are_told_the_moment_which_stays_true_while_it_is_stored(edge):
    before = time.time()
    first = edge.get("/changing/?s=300")
    moment = parsedate_to_datetime(first.headers["expires"]).timestamp()
    assert before + 298 < moment <= time.time() + 300
    assert first.headers["cache-control"] == "public"
    time.sleep(1)
    again = edge.get("/changing/?s=300")
    assert again.headers["expires"] == first.headers["expires"]
    unchanged = edge.get("/changing/?s=300", if_none_match=first.headers["etag"])
    assert (unchanged.status, unchanged.headers["expires"]) == (
        304,
        first.headers["expires"],
    )
    assert edge.tally["filled"] == 1


def test_while_the_moment_is_far_off_clients_are_told_the_usual_time(edge):
    for path in ("/changing/?s=3000", "/changing/?s=200000", "/changing/"):
        headers = edge.get(path).headers
        assert headers["cache-control"] == f"max-age={CLIENTS}, public"
        assert "expires" not in headers


def test_an_answer_is_made_anew_before_a_client_could_keep_it_for_too_long(edge):
    first = edge.get(f"/changing/?s={CLIENTS + 2}")
    assert "expires" not in first.headers
    time.sleep(2.1)
    assert edge.get(f"/changing/?s={CLIENTS + 2}").body != first.body


def test_the_smallest_of_several_counts(edge):
    headers = edge.get("/changing/?s=500&s=100&s=300").headers
    moment = parsedate_to_datetime(headers["expires"]).timestamp()
    assert moment <= time.time() + 100


def test_an_answer_that_has_changed_already_is_not_stored(edge):
    found = [edge.get("/changing/?s=0") for _ in range(2)]
    assert found[0].body != found[1].body
    assert found[0].headers["cache-control"] == "no-cache, public"
    assert edge.tally["filled"] == 0


def test_a_cdn_is_told_the_same_and_keeps_nothing_while_it_asks(start_edge):
    varnish = {"CDN_BACKEND": "varnish", "VARNISH_URLS": "http://127.0.0.1:9"}
    behind = start_edge(include=PAGES, CLIENT_CACHE_SECONDS=str(CLIENTS), **varnish)
    control = behind.get("/changing/?s=3600").headers["surrogate-control"]
    seconds, stale = control.split(", ")
    assert 2990 <= int(seconds.removeprefix("max-age=")) <= 3000
    assert stale == "stale-if-error=86400"
