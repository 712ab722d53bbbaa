"""`warehouse cache`: purging by hand, how things stand, and whether a CDN works."""

import json

from sqlalchemy import select

from tests.fixtures.fastly import SERVICE, TOKEN
from warehouse.purges import EVERYTHING
from warehouse.purges.models import Purge


def keys(rows):
    return rows.scalars(select(Purge.keys).order_by(Purge.position)).all()


def test_keys_are_purged_in_the_spelling_that_pages_have(warehouse, rows):
    said = warehouse.run("cache", "purge", "project/Foo_Bar", "user/Ann", "all-html")
    assert said.exit_code == 0
    assert said.stderr == (
        "project/foo-bar, user/ann, all-html is purged: no web process shows what it "
        "kept.\n"
    )
    assert keys(rows) == [["all-html", "project/foo-bar", "user/ann"]]


def test_everything_is_purged_past_all_positions_there_were(warehouse, rows):
    warehouse.good("cache", "purge", "a")
    said = warehouse.run("cache", "purge", "--all")
    assert (said.exit_code, said.stderr.split(":")[0]) == (0, "Everything is purged")
    assert keys(rows)[-1] == [EVERYTHING]
    first, last = rows.scalars(select(Purge.position).order_by(Purge.position)).all()
    assert last - first > 10**12


def test_purging_needs_either_keys_or_all(warehouse):
    for words in ((), ("a", "--all")):
        warehouse.refused("cache", "purge", *words, status=2)


def test_the_state_is_shown_to_people_and_to_programs(warehouse, rows):
    assert "Nobody reads the log.\nThe log of purges is empty." in warehouse.good(
        "cache", "status"
    )
    warehouse.good("cache", "purge", "a")
    said = warehouse.good("cache", "status")
    assert "The log has 1 purges since" in said
    assert "There is no CDN" in said
    told = json.loads(warehouse.good("cache", "status", "--json"))
    assert (told["purges"], told["untold"], told["cdn"]) == (1, 1, "none")
    assert told["readers"] == []


def test_with_a_cdn_its_backlog_is_shown(warehouse, fastly):
    warehouse.environment |= {
        "CDN_BACKEND": "fastly",
        "FASTLY_SERVICE_ID": SERVICE,
        "FASTLY_TOKEN": TOKEN,
        "FASTLY_API_URL": fastly.url,
    }
    said = warehouse.run("cache", "purge", "a")
    assert said.stderr.endswith("The worker tells fastly.\n")
    assert "fastly is still to be told of 1 purges" in warehouse.good("cache", "status")


def test_checking_says_what_is_missing(warehouse):
    assert "CDN_BACKEND" in warehouse.refused("cache", "check-cdn", "http://localhost")
    warehouse.environment |= {
        "CDN_BACKEND": "varnish",
        "VARNISH_URLS": "http://127.0.0.1:9",
    }
    assert "WAREHOUSE_DOMAIN" in warehouse.refused("cache", "check-cdn", status=2)
    sentence = warehouse.refused("cache", "check-cdn", "http://127.0.0.1:9")
    assert "cannot be asked" in sentence
