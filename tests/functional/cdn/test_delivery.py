"""Every purge reaches the CDN, twice, whatever happens in between."""

import pytest

from tests.builders.sdists import sdist
from warehouse.cdn import Delivery, make_cache
from warehouse.db import SessionFactory, Transaction
from warehouse.purges import purge, purge_everything
from warehouse.settings import Settings, SettingsError, load


@pytest.fixture
def delivery(index):
    """The delivery that beat runs every few seconds."""
    cache = make_cache(index.registry.settings["warehouse"].cdn)
    return Delivery(index.registry[SessionFactory], cache)


def unheard(index):
    """Purges whose news was lost: rows that no task was asked to tell."""
    index.execute("INSERT INTO cache_purges (keys) VALUES ('{a,b}'), ('{b,c}')")


def test_an_upload_is_told_at_once_and_again_five_seconds_later(index, fastly, delivery):
    assert index.uploader().send("example-1.0.tar.gz", sdist()).status_int == 200
    assert {"project/example", "all-projects", "all-serials"} <= fastly.purged
    assert {row[0] for row in index.rows("told IS NOT NULL AND due > told")} == {True}

    fastly.calls.clear()
    index.wait(4)
    delivery.tell()
    assert fastly.calls == []
    index.wait(1.1)
    delivery.tell()
    assert "project/example" in fastly.purged
    assert {row[0] for row in index.rows("told IS NOT NULL AND due IS NULL")} == {True}

    fastly.calls.clear()
    index.wait(3600)
    delivery.tell()
    assert fastly.calls == []


def test_a_rolled_back_write_purges_nothing(index, fastly):
    with index.registry[SessionFactory].make() as session:
        transaction = Transaction(session)
        purge(session, "never")
        transaction.rollback()
        transaction.commit()
    assert (index.rows("keys"), fastly.calls) == ([], [])


def test_purges_without_a_task_are_found_by_the_sweep(index, fastly, delivery):
    unheard(index)
    delivery.tell()
    assert fastly.calls == [["a", "b", "c"]]
    assert index.rows("told IS NOT NULL") == [(True,), (True,)]


def test_while_it_is_away_purges_wait_ever_longer_and_none_is_lost(index, fastly, delivery):
    fastly.is_away = True
    unheard(index)
    for age in (4, 8, 16):
        index.wait(age)
        delivery.tell()
    pauses = index.rows("round(extract(epoch FROM due - now() AT TIME ZONE 'utc'))")
    assert {int(row[0]) for row in pauses} <= {27, 28, 29}
    assert index.rows("told") == [(None,), (None,)]

    fastly.is_away = False
    index.execute("INSERT INTO cache_purges (keys) VALUES ('{d}')")
    delivery.tell()
    assert fastly.calls == []  # it would be in vain, as far as we know
    index.wait(30)
    delivery.tell()
    assert fastly.calls == [["a", "b", "c", "d"]]


def test_a_token_that_may_not_purge_keeps_purges_waiting(make_index, fastly_settings):
    index = make_index(**{**fastly_settings, "FASTLY_TOKEN": "another"})
    unheard(index)
    cache = make_cache(index.registry.settings["warehouse"].cdn)
    Delivery(index.registry[SessionFactory], cache).tell()
    assert index.rows("told IS NULL AND due > purged") == [(True,), (True,)]


def test_a_second_worker_does_not_take_its_first_telling_for_the_second(
    index, fastly, delivery
):
    unheard(index)
    slower = delivery._due()
    delivery.tell()
    delivery._note(slower)
    assert {row[0] for row in index.rows("due IS NOT NULL")} == {True}


def test_everything_is_one_call(index, fastly, delivery):
    unheard(index)
    with index.session() as session:
        purge_everything(session)
    delivery.tell()
    assert (fastly.cleared, fastly.calls) == (1, [])
    assert {row[0] for row in index.rows("told IS NOT NULL")} == {True}


def test_more_keys_than_one_call_takes(index, fastly, delivery):
    with index.session() as session:
        purge(session, *(f"project/p{n}" for n in range(600)))
    delivery.tell()
    assert len(fastly.purged) == 600
    assert len(fastly.calls) >= 3


@pytest.mark.parametrize("setting", ["true", "false"])
def test_purges_are_soft_only_where_that_was_chosen(
    make_index, fastly_settings, fastly, setting
):
    index = make_index(**{**fastly_settings, "CDN_SOFT_PURGE": setting})
    assert index.uploader().send("example-1.0.tar.gz", sdist()).status_int == 200
    assert set(fastly.soft) == {setting == "true"}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"CDN_BACKEND": "fastly"}, "FASTLY_TOKEN"),
        ({"CDN_BACKEND": "fastly", "FASTLY_TOKEN": "x"}, "FASTLY_SERVICE_ID"),
        ({"CDN_BACKEND": "varnish"}, "VARNISH_URLS"),
        ({"CDN_BACKEND": "varnish", "VARNISH_URLS": "varnish:6081"}, "http://"),
        ({"CDN_BACKEND": "akamai"}, "none, fastly, varnish"),
    ],
)
def test_half_a_configuration_is_none(environment, changes, missing):
    with pytest.raises(SettingsError, match=missing):
        load(Settings, {**environment, **changes})
