"""No read that comes after a write's answer is older than the write, in any process."""

import threading
import time
from contextlib import contextmanager

import orjson
import psycopg
import pytest
import redis
from sqlalchemy import select, text

from tests.builders.waiting import wait_until
from warehouse.db import Transaction
from warehouse.packaging.models import (
    Description,
    File,
    JournalEntry,
    PackageType,
    Project,
    Release,
)
from warehouse.purges import purge, purge_everything
from warehouse.purges.log import LEASE_SECONDS

JSON = "application/vnd.pypi.simple.v1+json"


def create(name):
    def change(db):
        db.add(Project(name=name))
        db.add(JournalEntry(name=name, action="create"))

    return change


def add_file(name, version):
    def change(db):
        project = db.scalar(select(Project).where(Project.name == name))
        release = Release(project=project, version=version, description=Description(raw=""))
        filename = f"{name}-{version}.tar.gz"
        db.add(
            File(
                release=release,
                filename=filename,
                path=f"aa/bb/{filename}",
                packagetype=PackageType.SDIST,
                python_version="source",
                md5_digest="0" * 32,
            )
        )
        db.add(
            JournalEntry(name=name, version=version, action=f"add source file {filename}")
        )

    return change


def versions(edge, name):
    return orjson.loads(edge.get(f"/simple/{name}/", accept=JSON).body)["versions"]


class SharedPages:
    """The pages that are in Valkey, where a process puts them after it has answered."""

    def __init__(self, client):
        self.client = client

    def names(self):
        names = self.client.scan_iter("page:*")
        return {each for each in names if not each.endswith(b":flight")}

    @contextmanager
    def grow(self):
        """Wait at the end of the block for a page that was made in it."""
        before = self.names()
        yield
        wait_until(lambda: self.names() - before)


@pytest.fixture
def shared_pages(valkey_url):
    with redis.Redis.from_url(valkey_url) as client:
        yield SharedPages(client)


def test_every_write_is_seen_at_once_by_every_process(start_edge):
    edges = [start_edge() for _ in range(3)]
    edges[0].write(create("flask"))
    for number in range(15):
        edges[number % 3].write(add_file("flask", f"1.{number}"))
        for edge in edges:
            assert len(versions(edge, "flask")) == number + 1


def test_a_missing_project_is_found_once_it_is_made(start_edge):
    ours, theirs = start_edge(), start_edge()
    assert theirs.get("/simple/flask/").status == 404
    assert theirs.get("/simple/flask/").status == 404
    ours.write(create("flask"))
    assert theirs.get("/simple/flask/").status == 200


def test_a_deleted_project_is_gone_at_once(edge):
    edge.write(create("flask"))
    assert edge.get("/pypi/flask/json").status == 404
    assert edge.get("/simple/flask/").status == 200
    edge.write(lambda db: db.delete(db.scalar(select(Project))))
    assert edge.get("/simple/flask/").status == 404


def test_a_page_is_made_once_and_sent_often(edge):
    edge.write(create("flask"))
    edge.tally.clear()
    before = edge.get("/simple/flask/")
    for _ in range(20):
        assert edge.get("/simple/flask/") == before
    assert edge.tally["filled"] <= 1
    assert edge.tally["hit"] >= 19


def test_another_process_takes_what_one_has_made(start_edge, shared_pages):
    ours, theirs = start_edge(), start_edge()
    ours.write(create("flask"))
    with shared_pages.grow():
        page = ours.get("/simple/flask/")
    theirs.tally.clear()
    assert theirs.get("/simple/flask/") == page
    assert theirs.tally["filled"] == 0


def test_a_new_process_sends_no_page_that_was_purged_before_it_began(
    start_edge, shared_pages
):
    ours = start_edge()
    ours.write(create("flask"))
    with shared_pages.grow():
        assert versions(ours, "flask") == []
    ours.write(add_file("flask", "1.0"))
    assert versions(start_edge(), "flask") == ["1.0"]


def test_many_who_miss_at_once_cause_one_making(edge):
    edge.write(create("flask"))
    edge.tally.clear()
    threads = [
        threading.Thread(target=edge.get, args=("/simple/flask/",)) for _ in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert edge.tally["filled"] == 1


def test_purging_everything_reaches_everybody(start_edge):
    edges = [start_edge(), start_edge()]
    edges[0].write(create("flask"))
    for edge in edges:
        edge.get("/simple/flask/")
        edge.get("/simple/flask/")
    edges[0].write(purge_everything)
    for edge in edges:
        edge.tally.clear()
        edge.get("/simple/flask/")
        assert edge.tally["hit"] == 0


def test_without_valkey_answers_are_right_and_still_kept_here(start_edge, tmp_path):
    edge = start_edge(REDIS_URL=f"unix://{tmp_path}/nobody")
    edge.write(create("flask"))
    for number in range(3):
        edge.write(add_file("flask", f"1.{number}"))
        assert len(versions(edge, "flask")) == number + 1
        edge.tally.clear()
        versions(edge, "flask")
        assert edge.tally["hit"] == 1


def test_rubbish_in_valkey_is_not_sent(edge, shared_pages):
    edge.write(create("flask"))
    with shared_pages.grow():
        page = edge.get("/simple/flask/")
    for each in shared_pages.names():
        shared_pages.client.set(each, b"rubbish")
    edge.write(lambda db: purge(db, "project/flask"))
    assert edge.get("/simple/flask/") == page


def test_a_reader_that_is_stuck_serves_nothing_old_and_is_not_waited_for_long(start_edge):
    stuck, other = start_edge(), start_edge()
    other.write(create("flask"))
    assert versions(stuck, "flask") == []
    is_stuck = threading.Event()

    def stick():
        is_stuck.set()
        time.sleep(LEASE_SECONDS + 4)

    stuck.loop.call_soon_threadsafe(stick)
    assert is_stuck.wait(30)
    begun = time.monotonic()
    other.write(add_file("flask", "1.0"))
    assert time.monotonic() - begun < LEASE_SECONDS + 3.5
    assert versions(other, "flask") == ["1.0"]
    assert versions(stuck, "flask") == ["1.0"]


def test_a_reader_that_is_cut_off_steps_aside(edge, migrated_database):
    edge.write(create("flask"))
    assert versions(edge, "flask") == []
    plain = migrated_database.replace("+psycopg", "")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE application_name = 'warehouse edge'"
        )
    for number in range(5):
        edge.write(add_file("flask", f"1.{number}"))
        assert len(versions(edge, "flask")) == number + 1
    wait_until(lambda: versions(edge, "flask") and edge.tally["hit"])


def test_a_write_that_is_rolled_back_purges_nothing(edge):
    edge.write(create("flask"))
    edge.get("/simple/flask/")

    def fail(db):
        add_file("flask", "1.0")(db)
        db.flush()
        raise ZeroDivisionError

    edge.tally.clear()
    with pytest.raises(ZeroDivisionError):
        edge.write(fail)
    edge.get("/simple/flask/")
    assert edge.tally["hit"] == 1


def test_a_writer_killed_after_its_commit_is_heard_all_the_same(edge):
    """The writer promised nobody anything; but the page must follow."""
    edge.write(create("flask"))
    assert versions(edge, "flask") == []

    def die():
        raise SystemExit

    def write_and_die(db):
        db.info[Transaction].after_commit(die)
        add_file("flask", "1.0")(db)

    with pytest.raises(SystemExit):
        edge.write(write_and_die)
    wait_until(lambda: versions(edge, "flask") == ["1.0"])


def test_the_log_has_one_row_for_a_write(edge):
    edge.write(create("flask"))

    def look(db):
        rows = db.execute(text("SELECT position, keys FROM cache_purges")).all()
        assert [sorted(keys) for _, keys in rows] == [
            [
                "all-projects",
                "all-serials",
                "name/flask",
                "project/flask",
                "statistics",
                "upstream-names",
            ]
        ]

    edge.write(look)


def test_reading_purges_nothing(edge):
    edge.write(lambda db: db.scalar(select(Project)))
    with edge.sessions.transaction() as transaction:
        assert not transaction.session.execute(text("SELECT 1 FROM cache_purges")).all()
