"""A whole index behind a real Varnish: what is published shows, whoever is killed."""

import time

import pytest
import urllib3

from tests.builders.ports import free_port
from tests.builders.sdists import sdist
from tests.builders.wheels import wheel

SDIST, WHEEL = "example-1.0.tar.gz", "example-1.0-py3-none-any.whl"
PAGE = "/simple/example/"


class Front:
    """The index as clients find it, by way of Varnish."""

    def __init__(self, server, varnish):
        self.server, self.varnish = server, varnish
        self.client = urllib3.PoolManager(retries=False)

    def get(self, path=PAGE):
        return self.client.request("GET", f"{self.varnish.url}{path}")

    def is_kept(self):
        """Asked for until it is a hit; the page it is."""
        for _ in range(10):
            answer = self.get()
            if answer.headers["X-Cache"] == "HIT":
                return answer.data.decode()
        raise AssertionError("never kept")

    def shows(self, filename, seconds):
        """Return how long it took until the page named `filename`."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if filename.encode() in self.get().data:
                return time.monotonic() - begun
            time.sleep(0.01)
        raise AssertionError(f"{filename} is not shown; {self.server.log_text()[-3000:]}")

    def pending(self):
        [(count,)] = self.server.query(
            "SELECT count(*) FROM cache_purges WHERE due IS NOT NULL"
        )
        return count


@pytest.fixture
def front(make_server, start_varnish):
    purges = free_port()
    server = make_server(
        CDN_BACKEND="varnish",
        VARNISH_URLS=f"http://127.0.0.1:{purges}",
        TRUSTED_PROXIES="1",
    )
    return Front(server, start_varnish(server.port, purges))


def test_published_files_show_though_processes_are_killed(front):
    front.server.publish(SDIST, sdist())
    front.shows(SDIST, 10)
    assert WHEEL not in front.is_kept()
    front.server.publish(WHEEL, wheel())
    front.shows(WHEEL, 30)

    front.is_kept()
    for worker in front.server.processes("warehouse: worker"):
        worker.kill()
    second = "example-1.1-py3-none-any.whl"
    front.server.publish(second, wheel(version="1.1"), version="1.1")
    front.shows(second, 60)

    deadline = time.monotonic() + 60
    while front.pending() and time.monotonic() < deadline:
        time.sleep(0.5)
    assert front.pending() == 0
    status = front.server.run("cache", "status")
    assert "varnish is still to be told of 0 purges, and for the second time of 0" in status
    said = front.server.run("cache", "check-cdn", front.varnish.url)
    assert "keeps answers" in said
