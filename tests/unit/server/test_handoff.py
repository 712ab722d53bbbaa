"""Mailboxes for connections, and who takes them."""

import os
import resource
import socket
from contextlib import closing, contextmanager, suppress

import pytest

from warehouse.server.handoff import Mailbox, WorkerPools

UPLOAD = b"POST /legacy/ HTTP/1.1\r\n"


@pytest.fixture
def pair():
    ends = socket.socketpair()
    yield ends
    for end in ends:
        end.close()


@contextmanager
def no_more_files():
    """Take every descriptor that this process may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = [os.open(os.devnull, os.O_RDONLY)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken[0] + 1, hard))
    try:
        with suppress(OSError):
            while True:
                taken.append(os.dup(taken[0]))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for each in taken:
            os.close(each)


@pytest.fixture
def mailbox():
    with closing(Mailbox()) as made:
        yield made


def test_a_connection_arrives_with_what_it_said(pair, mailbox):
    mailbox.attend()
    assert mailbox.put(pair[0].fileno(), b"said")
    connection, said = mailbox.take()
    with connection:
        connection.sendall(b"hello")
    assert (said, pair[1].recv(10)) == (b"said", b"hello")
    assert mailbox.take() is None


def test_nothing_is_put_where_nobody_looks(pair, mailbox):
    assert not mailbox.put(pair[0].fileno(), b"said")
    mailbox.attend()
    mailbox.leave()
    assert not mailbox.put(pair[0].fileno(), b"said")
    assert mailbox.take() is None


def test_all_that_an_event_loop_reads_at_once_fits(pair, mailbox):
    mailbox.attend()
    assert mailbox.put(pair[0].fileno(), bytes(256_000))
    connection, said = mailbox.take()
    connection.close()
    assert len(said) == 256_000


def test_a_connection_that_does_not_fit_is_not_put(pair, mailbox):
    mailbox.attend()
    assert not mailbox.put(pair[0].fileno(), bytes(4_000_000))
    held = 0
    while mailbox.put(pair[0].fileno(), UPLOAD):
        held += 1
        assert held < 100_000
    assert held > 0


def test_a_process_that_may_open_no_more_files_goes_on(pair, mailbox):
    mailbox.attend()
    assert mailbox.put(pair[0].fileno(), b"said")
    with no_more_files():
        assert mailbox.take() is None
    assert mailbox.put(pair[0].fileno(), b"said again")
    connection, said = mailbox.take()
    connection.close()
    assert said == b"said again"


def test_uploads_and_forms_of_accounts_are_for_one_pool_and_all_else_for_the_other():
    with closing(WorkerPools(1)) as pools:
        work = pools.next([])
        reads = pools.next([work])
        for said in (UPLOAD, b"POST /account/login/ HTTP/1.1", b"POST /manage/account/ HT"):
            assert work.is_for(said)
            assert not reads.is_for(said)
        for said in (b"GET /legacy/ HTTP/1.1", b"POST /legacy?x", b"POST", b"PUT /legacy/"):
            assert reads.is_for(said)
            assert not work.is_for(said)
        assert (work.own, work.other) == (reads.other, reads.own)


def test_as_many_as_wanted_are_for_uploads():
    with closing(WorkerPools(2)) as pools:
        made = [None]
        for _ in range(5):
            made.append(pools.next(made))
        assert [each.is_for_work for each in made[1:]] == [True, True, *[False] * 3]
        assert pools.next(made[2:]).is_for_work


def test_there_may_be_none_for_uploads():
    with closing(WorkerPools(0)) as pools:
        assert not pools.next([]).is_for_work
