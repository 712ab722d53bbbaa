"""Connections to clients that are slow, silent, or take nothing."""

import socket
import tempfile
import threading
import time

import pytest
from gunicorn.http.errors import InvalidChunkSize

from warehouse import connections
from warehouse.connections import PatientSocket


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    patient = PatientSocket.over(ours)
    patient.setblocking(True)
    yield patient, theirs
    patient.close()
    theirs.close()


def test_what_comes_is_read(pair):
    patient, client = pair
    client.sendall(b"hello")
    assert patient.recv(100) == b"hello"
    client.close()
    assert patient.recv(100) == b""


def test_silence_ends(pair):
    patient, _ = pair
    patient.begin(0.1)
    begun = time.monotonic()
    with pytest.raises(ConnectionResetError):
        patient.recv(100)
    assert time.monotonic() - begun < 5


def test_a_trickle_ends(pair):
    patient, client = pair
    patient.begin(0.3)

    def trickle():
        for _ in range(100):
            time.sleep(0.05)
            client.send(b"x")

    thread = threading.Thread(target=trickle)
    thread.start()
    received = iter(lambda: patient.recv(1), b"")
    with pytest.raises(ConnectionResetError):
        list(received)
    thread.join()


def test_what_we_need_ourselves_does_not_count(pair):
    patient, client = pair
    patient.begin(0.2)
    client.sendall(b"ab")
    for _ in range(2):
        time.sleep(0.2)
        assert patient.recv(1)


def test_each_request_begins_anew(pair):
    patient, client = pair
    patient.begin(0.05)
    with pytest.raises(ConnectionResetError):
        patient.recv(1)
    patient.setblocking(True)
    client.sendall(b"x")
    assert patient.recv(1) == b"x"


def test_nobody_is_waited_for_for_ever(pair):
    patient, _ = pair
    assert patient.gettimeout() == connections.PATIENCE
    patient.settimeout(None)
    assert patient.gettimeout() == connections.PATIENCE


def test_the_limit_of_the_caller_holds(pair):
    patient, _ = pair
    patient.settimeout(0.05)
    begun = time.monotonic()
    with pytest.raises(ConnectionResetError):
        patient.recv(1)
    assert time.monotonic() - begun < 2


def test_a_client_that_takes_nothing_ends(pair):
    patient, _ = pair
    patient.settimeout(0.1)
    with pytest.raises(ConnectionResetError):
        patient.sendall(bytes(64 * 1024 * 1024))


def test_a_client_that_takes_nothing_of_a_file_ends(pair):
    patient, _ = pair
    patient.settimeout(0.1)
    with tempfile.TemporaryFile() as file:
        file.truncate(64 * 1024 * 1024)
        with pytest.raises(ConnectionResetError):
            patient.sendfile(file)


def test_chunks_that_make_no_sense_are_a_broken_connection():
    class Reader:
        extra = 1

        def read(self, size):
            raise InvalidChunkSize(b"zz")

    reader = connections._Reader(Reader())
    assert reader.extra == 1
    with pytest.raises(ConnectionAbortedError, match="zz"):
        reader.read(1)
