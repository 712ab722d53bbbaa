"""Keeping the log of purges short, and saying how it stands."""

from sqlalchemy import select, text

from warehouse.http import offline
from warehouse.purges import purge
from warehouse.purges.models import Purge
from warehouse.purges.queries import log_state, readers
from warehouse.purges.tasks import trim_purges

OLD = "now() AT TIME ZONE 'utc' - interval '49 hours'"


def append(db, keys, purged="now() AT TIME ZONE 'utc'", due="NULL"):
    statement = f"INSERT INTO cache_purges (keys, purged, due) VALUES (:k, {purged}, {due})"
    db.execute(text(statement), {"k": keys})
    db.commit()


def kept(db):
    return [keys for [keys] in db.scalars(select(Purge.keys).order_by(Purge.position))]


def trim(registry):
    with offline(registry) as request:
        trim_purges(request)


def test_purges_older_than_two_days_are_trimmed(registry, db):
    for keys, purged in (
        (["a"], OLD),
        (["b"], OLD),
        (["c"], "now() - interval '47 hours'"),
    ):
        append(db, keys, purged)
    trim(registry)
    assert kept(db) == ["c"]


def test_the_newest_stays_whatever_its_age(registry, db):
    append(db, ["a"], OLD)
    append(db, ["b"], OLD)
    before = log_state(db).position
    trim(registry)
    assert kept(db) == ["b"]
    assert log_state(db).position == before


def test_without_a_cdn_nobody_waits_for_what_was_never_told(registry, db):
    append(db, ["a"], OLD, due=OLD)
    append(db, ["b"])
    trim(registry)
    assert kept(db) == ["b"]


def test_the_state_of_the_log(db):
    append(db, ["a"])
    append(db, ["b"], due="now()")
    db.execute(text("UPDATE cache_purges SET told = now(), due = now() WHERE keys = '{a}'"))
    db.execute(
        text(
            "INSERT INTO cache_readers VALUES ('r', 1, "
            "now() AT TIME ZONE 'utc' + interval '100 s')"
        )
    )
    db.commit()
    state = log_state(db)
    assert (state.purges, state.untold, state.unrepeated) == (2, 1, 1)
    [reader] = readers(db)
    assert (reader.name, reader.position) == ("r", 1)
    assert 50 < reader.lease_seconds <= 100


def test_listeners_of_purges_are_called_only_after_the_commit(registry, db, monkeypatch):
    from warehouse.purges.log import PurgeListeners

    seen = []
    listener = lambda found: seen.append((found, kept(db)))  # noqa: E731
    monkeypatch.setitem(registry, PurgeListeners, PurgeListeners([listener]))
    with offline(registry) as request:
        purge(request.db, "x")
        assert seen == []
    assert seen == [(registry, ["x"])]
