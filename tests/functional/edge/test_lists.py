"""The list of all projects in a process that begins takes over what others have made."""

from contextlib import contextmanager
from functools import partial

import pytest
import redis
from sqlalchemy import Engine, event

from warehouse.edge.editions import EditionSizes
from warehouse.packaging.models import Project
from warehouse.purges import purge_everything

PARTS = 20


@pytest.fixture
def start_edge(start_edge):
    """Starts edges that divide the list into small parts."""
    return partial(start_edge, sizes=EditionSizes(entries=3))


@pytest.fixture
def projects(edge):
    """Enough of them for twenty parts, which a process has kept."""
    names = [f"p{number:02}" for number in range(3 * PARTS)]
    edge.write(lambda db: db.add_all([Project(name=name) for name in names]))
    edge.wait_for("/simple/", lambda body: body.count(b"/simple/p") == len(names))


@pytest.fixture
def kept(start_edge, projects, valkey_url):
    """The client and the name under which the first process has stored its parts."""
    with redis.Redis.from_url(valkey_url) as client:
        # Those of other tests; and the first process kept its own before there were any.
        for name in client.scan_iter("parts:*"):
            client.delete(name)
        start_edge()
        [name] = [each for each in client.scan_iter("parts:*") if b"turn" not in each]
        yield client, name


@contextmanager
def parts_read():
    """Collect the parts that are read from the database during the block."""
    read = []

    def note(connection, cursor, statement, *rest):
        if "ORDER BY projects.normalized_name" in statement:
            read.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield read
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def listed(edge):
    return edge.get("/simple/").body


def test_unchanged_parts_are_not_made_again(start_edge, edge, kept):
    with parts_read() as read:
        other = start_edge()
    assert read == []
    assert listed(other) == listed(edge)


def test_only_a_part_that_was_purged_is_made_again(start_edge, edge, kept):
    edge.write(lambda db: db.add(Project(name="p07-new")))
    edge.wait_for("/simple/", lambda body: b"p07-new" in body)
    with parts_read() as read:
        other = start_edge()
    # Once more where the first process makes its own, which is the same one.
    assert 1 <= len(read) <= 2
    assert listed(other) == listed(edge)


def test_all_are_made_again_when_everything_was_purged(start_edge, edge, kept):
    edge.write(purge_everything)
    with parts_read() as read:
        other = start_edge()
    assert len(read) >= PARTS
    assert listed(other) == listed(edge)


@pytest.mark.parametrize("spoil", [b"", b"rubbish", b"x" * 5000])
def test_rubbish_is_not_taken_over(start_edge, edge, kept, spoil):
    client, name = kept
    client.set(name, spoil)
    with parts_read() as read:
        other = start_edge()
    assert len(read) >= PARTS
    assert listed(other) == listed(edge)
