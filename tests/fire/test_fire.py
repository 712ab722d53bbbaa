"""Nobody reads what is older than an acknowledged write, whatever is killed meanwhile.

`make fire SECONDS=600` is the long run; `FIRE_SEED` repeats the decisions of another one.
"""

import os
import random

import pytest

from tests.clients.proxy import Proxy
from tests.clients.server import Server
from tests.fire.run import SETTINGS, Fire

SECONDS = float(os.environ.get("FIRE_SECONDS", "600"))
SEED = int(os.environ.get("FIRE_SEED") or random.SystemRandom().randrange(1000))


@pytest.fixture
def server(tmp_path):
    folder = tmp_path / "index"
    folder.mkdir()
    for each in (folder, *folder.parents[:3]):
        each.chmod(0o755)
    running = Server(folder, **SETTINGS)
    # A line for every request is no use here.
    del running.environ["GUNICORN_CMD_ARGS"]
    yield running.start()
    running.stop()


@pytest.fixture
def tell(capsys):
    """Prints what a run came to, seen or not."""

    def tell(tally):
        with capsys.disabled():
            print(f"\nFIRE_SEED={SEED}\n{tally}")  # noqa: T201

    return tell


LEAST = {
    "writes": 5,
    "reads answered 200": 50,
    "reads answered 304": 1,
    "reads answered 404": 5,
    "polls": 3,
}


def held(tally):
    """Nothing was wrong, and there was enough that could have been."""
    assert tally.counts["violations"] == 0, "\n".join(tally.violations)
    done = {what: min(tally.counts[what], least) for what, least in LEAST.items()}
    assert done == LEAST, str(tally)


@pytest.mark.timeout(300)
def test_a_short_fire(server, tmp_path, tell):
    tally = Fire(tmp_path, seconds=20, seed=SEED, writes=40).run(server)
    tell(tally)
    held(tally)
    assert tally.counts["kills"] >= 4


@pytest.mark.fire
@pytest.mark.timeout(SECONDS + 600)
def test_a_long_fire(server, tmp_path, tell):
    tally = Fire(tmp_path, seconds=SECONDS, seed=SEED, writes=40).run(server)
    tell(tally)
    held(tally)


@pytest.mark.fire
@pytest.mark.timeout(300)
def test_a_cache_that_keeps_answers_for_a_second_is_caught(server, tmp_path, tell):
    with Proxy(server.port, keep_for=1) as proxy:
        options = {"port": proxy.port, "kills": False, "writes": 40}
        tally = Fire(tmp_path, seconds=10, seed=SEED, **options).run(server)
    tell(tally)
    assert tally.counts["violations"] >= 10
