"""A real streaming replica: read where it is as fresh as asked for, and never otherwise."""

import pytest
import redis
from prometheus_client import REGISTRY
from sqlalchemy import text

from tests.builders.sdists import sdist
from tests.factories.accounts import make_user
from tests.fixtures.app import InlineDispatcher
from tests.fixtures.client import Client
from tests.functional.forklift.conftest import Uploader
from warehouse.application import wrap
from warehouse.config import configure
from warehouse.db import DatabaseError, SessionFactory, Transaction
from warehouse.db.replicas import POSITION, Replica
from warehouse.settings import Settings, load
from warehouse.tasks.registry import Dispatcher

NEWEST = "SELECT coalesce(max(position), 0) FROM cache_purges"


class Reader:
    """Asks as the edge does: with the position that the answer must have seen."""

    def __init__(self, pair, config):
        self.pair, self.registry = pair, config.registry
        self.client = Client(wrap(config), config.registry)

    def newest(self):
        return self.pair.primary.run(NEWEST)

    def get(self, path, position=None, **options):
        asked = self.newest() if position is None else position
        return self.client.get(path, extra_environ={POSITION: asked}, **options)

    def outcome(self, path, position=None, **options):
        """Return the outcomes that were counted for a request a replica may answer."""
        before = outcomes()
        self.get(path, position, **options)
        return {name for name, count in outcomes().items() if count != before[name]}

    @property
    def replica(self):
        return self.registry[Replica]

    def replace_replica(self, kind=Replica, *parts):
        """Put one in its place that has not failed yet, with connections of its own."""
        self.replica.engine.dispose()
        self.registry[Replica] = kind(self.replica.engine, *parts)


class DyingReplica(Replica):
    """Loses its connection as soon as it has given it out."""

    def __init__(self, engine, node):
        super().__init__(engine)
        self.node = node

    def session_at(self, position):
        session = super().session_at(position)
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        self.node.run(f"SELECT pg_terminate_backend({pid}, 5000)")
        return session


class WritingReplica(Replica):
    """Gives out sessions in which somebody has tried to write."""

    def session_at(self, position):
        session = super().session_at(position)
        with pytest.raises(DatabaseError, match="read-only"):
            session.execute(text("DELETE FROM cache_purges"))
        return session


def outcomes():
    names = ("read", "behind", "failed", "resting")
    metric = "warehouse_replica_reads_total"
    return {n: REGISTRY.get_sample_value(metric, {"outcome": n}) or 0 for n in names}


@pytest.fixture
def reader(pair, environment, tmp_path):
    urls = {"DATABASE_URL": pair.primary.url, "DATABASE_REPLICA_URL": pair.replica.url}
    own = {**environment, **urls, "FILES_PATH": str(tmp_path / "files")}
    config = configure(load(Settings, own))
    config.registry[Dispatcher] = InlineDispatcher()
    config.registry[redis.Redis].flushdb()
    yield Reader(pair, config)
    pair.replica.run("SELECT pg_wal_replay_resume()")
    config.registry[SessionFactory].engine.dispose()
    config.registry[Replica].engine.dispose()
    config.registry[redis.Redis].close()


def publish(reader, name):
    with reader.registry[SessionFactory].make() as session:
        Transaction(session)
        uploader = Uploader(reader.client, make_user(session, f"owner-of-{name}"))
    filename = f"{name}-1.0.tar.gz"
    answer = uploader.send(filename, sdist(name), name=name, status="*")
    assert answer.status_int == 200, answer.text


def test_a_replica_answers_once_it_has_caught_up(reader):
    publish(reader, "seen")
    reader.pair.catch_up()
    assert reader.outcome("/simple/seen/") == {"read"}
    assert "seen-1.0.tar.gz" in reader.get("/simple/seen/").text


def test_a_replica_that_lags_is_never_the_reason_for_an_old_page(reader):
    publish(reader, "early")
    reader.pair.catch_up()
    position = reader.newest()
    reader.pair.replica.run("SELECT pg_wal_replay_pause()")
    publish(reader, "late")
    assert reader.outcome("/simple/late/") == {"behind"}
    assert "late-1.0.tar.gz" in reader.get("/simple/late/").text
    reader.get("/simple/late/", position, status=404)  # all that was asked for
    reader.pair.replica.run("SELECT pg_wal_replay_resume()")
    reader.pair.catch_up()
    assert reader.outcome("/simple/late/") == {"read"}


@pytest.mark.parametrize("path", ["/account/login/", "/_health/", "/nowhere/"])
def test_pages_that_are_not_cacheable_ask_the_primary(reader, path):
    assert reader.outcome(path, status="*") == set()


def test_a_request_without_a_position_asks_the_primary(reader):
    before = outcomes()
    reader.client.get("/simple/")
    assert outcomes() == before


def test_nothing_can_be_written_there(reader):
    reader.pair.catch_up()
    session = reader.replica.session_at(0)
    with session, pytest.raises(DatabaseError, match="read-only"):
        session.execute(text("DELETE FROM cache_purges"))


def test_a_replica_that_is_gone_is_left_alone_and_the_primary_answers(reader):
    reader.pair.replica.stop()
    try:
        assert reader.outcome("/simple/") == {"failed"}
        assert reader.outcome("/simple/") == {"resting"}
    finally:
        reader.pair.replica.start()
    reader.pair.catch_up()
    reader.replace_replica()
    assert reader.outcome("/simple/") == {"read"}


def test_a_request_during_which_the_replica_fails_is_run_again_on_the_primary(reader):
    reader.pair.catch_up()
    reader.replace_replica(DyingReplica, reader.pair.replica)
    assert reader.outcome("/simple/", status=200) == {"read", "failed"}


def test_a_page_that_would_write_is_made_on_the_primary(reader):
    """None does; should one ever, it is slower and not broken."""
    reader.pair.catch_up()
    reader.replace_replica(WritingReplica)
    assert reader.outcome("/simple/", status=200) == {"read", "failed"}
