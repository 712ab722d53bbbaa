"""Downloads of several processes add up, and a kill loses those of the last moments."""

import time

import pytest

from tests.builders.waiting import wait_until
from tests.builders.wheels import wheel
from tests.clients.server import Server

SECONDS = 3
NAME = "counted-1.0-py3-none-any.whl"
COUNT = """
    SELECT coalesce(sum(count), 0)::int FROM download_days
    WHERE facet = 'file' AND value = 'counted-1.0-py3-none-any.whl'
"""

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def server(make_folder):
    server = Server(make_folder(), DOWNLOADS_SECONDS=str(SECONDS))
    # With a log of requests, files are not sent as they are where there is none.
    server.environ.pop("GUNICORN_CMD_ARGS")
    server.start()
    server.publish(NAME, wheel("counted"), name="counted")
    yield server
    server.stop()


def download(server, times):
    """Fetch the file so many times as pip does, over a new connection each time."""
    path = server.files("counted")[NAME]["url"].removeprefix(server.url)
    for _ in range(times):
        connection = server.connect()
        connection.request(
            "GET", path, headers={"User-Agent": 'pip/24.0 {"python":"3.11"}'}
        )
        answer = connection.getresponse()
        assert answer.status == 200
        answer.read()
        connection.close()


def counted(server):
    return server.query(COUNT)[0][0]


def test_every_download_is_counted_but_those_before_a_kill(server):
    assert len(server.web_workers()) >= 3
    download(server, 300)
    wait_until(lambda: counted(server) == 300, said=lambda: counted(server))
    time.sleep(SECONDS)
    download(server, 40)
    for each in server.web_workers():
        each.kill()
    wait_until(lambda: len(server.web_workers()) >= 3)
    server.answers_within(60)
    assert 300 <= counted(server) <= 340
    kept = counted(server)
    download(server, 25)
    server.stop()
    server.start()
    assert counted(server) == kept + 25
