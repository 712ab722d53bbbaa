"""Clients that may not upload, or are slow, keep nobody from uploading."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.builders.waiting import wait_until
from tests.builders.wheels import wheel
from tests.clients.strangers import busy_processors, hits, slow_uploads
from tests.clients.test_hostile import answer, connected, head

MIB = 1024 * 1024
WRONG = "pypi-wrong"
SLOW = 18
INVALID = "Invalid or non-existent authentication information"


@pytest.fixture(scope="module")
def index(make_server):
    """An index on which one person may begin many projects."""
    server = make_server(
        LIMIT_PROJECTS_USER="100000 per hour", LIMIT_PROJECTS_ADDRESS="100000 per hour"
    )
    yield server
    assert "Traceback" not in server.log_text(), server.log_text()[-8000:]


def seconds_for(index, name):
    """Return how long an upload of a small file takes, which must be accepted."""
    filename, content = f"{name}-1.0-py3-none-any.whl", wheel(name)
    begun = time.monotonic()
    status, reason, text = index.upload(filename, content, name=name, timeout=60)
    assert status == 200, (reason, text)
    return time.monotonic() - begun


@pytest.mark.parametrize("token", ["", WRONG], ids=["owner", "stranger"])
def test_slow_uploads_do_not_delay_others(index, token):
    seconds_for(index, f"st_before{len(token)}")
    with slow_uploads(index, [token or index.token] * SLOW * 2):
        taken = [seconds_for(index, f"st_beside{len(token)}x{each}") for each in range(5)]
    assert sorted(taken)[2] < 1
    assert max(taken) < 3


def test_slow_forms_of_pages_do_not_delay_them(index):
    index.get("/account/login/")
    with slow_uploads(index, [WRONG] * SLOW, path="/account/login/", length=10**6):
        begun = time.monotonic()
        assert index.get("/account/login/")[0] == 200
        assert time.monotonic() - begun < 1


@pytest.mark.parametrize("size", [100, 100 * MIB], ids=["small", "large"])
def test_twine_shows_why_a_wrong_token_is_refused(index, machine, size):
    content = wheel("st_twine", extra={"st_twine/x": os.urandom(size)})
    file = machine.write("st_twine-1.0-py3-none-any.whl", content)
    said = machine.fails(
        *("twine", "upload", "--non-interactive", "--disable-progress-bar"),
        *("--repository-url", index.legacy, "-u", "__token__", "-p", WRONG, file),
    )
    assert INVALID in said.line


@pytest.mark.parametrize("size", [100, 100 * MIB], ids=["small", "large"])
def test_uv_shows_why_a_wrong_token_is_refused(index, machine, size):
    content = wheel("st_uv", extra={"st_uv/x": os.urandom(size)})
    file = machine.write("st_uv-1.0-py3-none-any.whl", content)
    said = machine.fails(
        "uv", "publish", "--publish-url", index.legacy, "--token", WRONG, file
    )
    assert INVALID in said.line


@pytest.mark.parametrize(
    "files", [40, pytest.param(500, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_every_upload_is_answered_whatever_else_goes_on(index, files):
    seconds_for(index, f"st_first{files}")
    names = [f"st_crowd{files}n{number}" for number in range(files)]
    with ExitStack() as stack:
        stack.enter_context(slow_uploads(index, [index.token, WRONG] * SLOW))
        answered = stack.enter_context(hits(index, f"/simple/st-first{files}/"))
        stack.enter_context(busy_processors(6))
        with ThreadPoolExecutor(8) as pool:
            taken = list(pool.map(lambda name: seconds_for(index, name), names))
    assert max(taken) < 10, sorted(taken)
    assert answered.value > 0


@pytest.fixture(scope="module")
def narrow(make_server):
    """An index on which one address may have little at a time."""
    return make_server(CONNECTIONS_PER_ADDRESS="40", UPLOADS_PER_ADDRESS="3")


def test_one_address_has_only_so_many_unfinished_uploads(narrow):
    content = wheel("st_many", extra={"st_many/x": os.urandom(100_000)})

    def upload():
        filename = "st_many-1.0-py3-none-any.whl"
        return narrow.upload(filename, content, name="st_many")

    with slow_uploads(narrow, [narrow.token] * 4):
        status, reason, text = upload()
        assert status == 429
        assert reason.startswith("3 requests from your address are not finished yet.")
        assert reason in text
    # It may take the server a moment to hear that they have gone.
    wait_until(lambda: upload()[0] == 200)


def test_one_address_has_only_so_many_large_forms_of_pages(narrow):
    page = {"path": "/account/login/", "length": 10**6}
    with slow_uploads(narrow, [WRONG] * 20, **page), connected(narrow) as connection:
        head_of_it = head(narrow, f"Content-Length: {10**6}", path=page["path"])
        connection.sendall(head_of_it)
        status, text = answer(connection)
        assert status == 429
        assert "16 requests from your address are not finished yet." in text
        assert narrow.get("/help/")[0] == 200


def test_one_address_has_only_so_many_connections(narrow):
    """The kernel chooses the process, and each has to have enough of them."""
    opened = []
    with ExitStack() as stack:
        found = [(200, b"")]
        while {status for status, _ in found} != {429} and len(opened) < 800:
            opened += [stack.enter_context(connected(narrow)) for _ in range(50)]
            found = [narrow.get("/simple/") for _ in range(5)]
    assert {status for status, _ in found} == {429}
    assert b"There are more than 40 connections from your address." in found[0][1]
    time.sleep(0.5)
    assert narrow.get("/simple/")[0] == 200
