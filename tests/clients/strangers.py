"""Clients that keep a server busy: they send next to nothing, or ask all the time."""

import http.client
import subprocess
import sys
import threading
import time
from contextlib import closing, contextmanager
from multiprocessing import get_context

from tests.builders import forms
from tests.clients.test_hostile import connected, head

PIECE, PAUSE = 600, 0.1
"""Bytes and seconds: 6 KB/s."""


def drips(index, token, path, length):
    """One that sends a field of an upload, slowly, for as long as it is let."""
    start = forms.multipart([forms.part("name", "x")])[:-8]
    with connected(index) as connection:
        first = head(index, f"Content-Length: {length}", token=token, path=path)
        connection.sendall(first + start)
        while True:
            connection.sendall(b"x" * PIECE)
            yield


def _drip(waiting, is_over):
    while not is_over.is_set():
        for each in list(waiting):
            try:
                next(each)
            except (OSError, StopIteration):
                waiting.remove(each)
        time.sleep(PAUSE)
    for each in waiting:
        each.close()


@contextmanager
def slow_uploads(index, tokens, path="/legacy/", length=10**8):
    """As many slow uploads as there are tokens; yields those that are still let."""
    waiting = [drips(index, each, path, length) for each in tokens]
    is_over = threading.Event()
    dripping = threading.Thread(target=_drip, args=(waiting, is_over))
    dripping.start()
    time.sleep(2)
    try:
        yield waiting
    finally:
        is_over.set()
        dripping.join(60)


@contextmanager
def busy_processors(programs):
    """Programs that do nothing but compute."""
    spinning = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(programs)
    ]
    try:
        yield
    finally:
        for each in spinning:
            each.kill()
            each.wait(60)


def _read(port, path, is_over, answered):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        while not is_over.is_set():
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            with answered.get_lock():
                answered.value += answer.status == 200
            time.sleep(0.001)


@contextmanager
def hits(index, path):
    """A client that reads one page all the time; yields how often it was answered."""
    context = get_context("spawn")
    is_over, answered = context.Event(), context.Value("i", 0)
    reading = context.Process(target=_read, args=(index.port, path, is_over, answered))
    reading.start()
    try:
        yield answered
    finally:
        is_over.set()
        reading.join(60)
