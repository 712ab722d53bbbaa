"""The measurements can be taken: nothing is said here about how they turn out."""

import re
import socket
import threading

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.asking import Request
from tests.benchmarks.load import ask
from tests.benchmarks.pages import PAGES
from tests.benchmarks.processes import PROGRAMS
from tests.benchmarks.table import CEILINGS, cold_table, rates_table


def test_the_table_compares() -> None:
    rates = {
        **{(name, ""): [100.0, 110.0, 90.0] for name in CEILINGS},
        ("ours", PAGES[0]): [50.0, 40.0, 60.0],
        ("other", PAGES[0]): [10.0, 2.0],
        ("ours", PAGES[1]): [25.0],
    }
    first, second = rates_table(rates, ["other"]).splitlines()[-2:]
    assert " ".join(first.split()) == f"{PAGES[0]} 50 ±20% 50.0% 50.0% 10.0 x 5.00"
    assert " ".join(second.split()) == f"{PAGES[1]} 25 ±0% 25.0% 25.0% -"


def test_the_table_of_first_answers() -> None:
    found = iter([3.0, 1.0, 2.0])
    assert cold_table(lambda page: next(found), ["a page"], 3).split()[-3:] == [
        *("2.0", "1.0", "3.0"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwords\r\n0\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n\r\n",
    ],
)
def test_an_answer_is_read_to_its_end(answer: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sending = threading.Thread(target=lambda: [theirs.send(bytes([b])) for b in answer])
        sending.start()
        ask(ours, Request("/").bytes(80))
        sending.join(60)
        ours.setblocking(False)
        with pytest.raises(BlockingIOError):
            ours.recv(1)


def test_an_error_is_no_answer() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
        with pytest.raises(SystemExit, match="500"):
            ask(ours, Request("/").bytes(80))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_everything_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--rounds", "1", "--seconds", "1", "--cold", "1", "--idle", "1"]
    main(["--projects", "20", *few])
    printed = capsys.readouterr().out
    for page in PAGES:
        assert re.search(rf"^{re.escape(page)} +[1-9]", printed, flags=re.MULTILINE), page
    assert re.search(r"^ours: [1-9]\d+ MB", printed, flags=re.MULTILINE)
    whole = re.search(r"^ours, idle: [1-9]\d+ MB .*: (.*)", printed, flags=re.MULTILINE)
    assert {part.split()[0] for part in whole[1].split(", ")} == {
        *PROGRAMS.values(),
        "supervisor",
    }
    # All but the file, which never changes, and the answer that says nothing new.
    cold = re.findall(r"^[a-z/].* [0-9.]+ +[0-9.]+ +[0-9.]+$", printed, re.MULTILINE)
    assert len(cold) == len(PAGES) - 2
