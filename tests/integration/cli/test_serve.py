"""`warehouse serve` itself, with everything in it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.benchmarks.processes import weights
from tests.builders.ports import free_port
from tests.builders.waiting import wait_until
from warehouse.db import migrate
from warehouse.embedded import services

pytestmark = pytest.mark.timeout(180)
ROOT = Path(__file__).parents[3]
HIDDEN = ("DATABASE_URL", "REDIS_URL", "WAREHOUSE_DATA", "WAREHOUSE_SECRET")


@pytest.fixture
def serve(tmp_path):
    """Start `warehouse serve`; its process, whose standard error goes to a file."""
    processes = []
    environ = {k: v for k, v in os.environ.items() if k not in HIDDEN}
    # What ordinary users of a server have not, and libraries would like to have.
    environ.pop("XDG_RUNTIME_DIR", None)

    def start(**more: str) -> subprocess.Popen[str]:
        with (tmp_path / "said.txt").open("w") as said:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "warehouse",
                    "serve",
                    "--port",
                    "0",
                    "--data",
                    "var",
                ],
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
                cwd=tmp_path,
                env={**environ, "PYTHONPATH": str(ROOT), **more},
            )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def well(url: str, seconds: float = 30) -> bool:
    """Does /_health/ soon find every part well, the worker and the schedule among them?"""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with urllib.request.urlopen(f"{url}_health/", timeout=10) as answer:
            health = json.load(answer)
        if set(health["parts"].values()) == {"ok"}:
            return len(health["parts"]) == 6
        time.sleep(0.2)
    raise AssertionError(health)


def test_the_first_start_tells_how_to_get_in_and_the_second_does_not(serve, tmp_path):
    process = serve()
    url = re.search(r"http://localhost:\d+/", process.stdout.readline())[0]
    with urllib.request.urlopen(f"{url}_health/", timeout=10) as answer:
        assert answer.status == 200
    assert well(url)
    assert any("twine upload" in line for line in process.stdout)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0

    process = serve()
    assert "is running at" in process.stdout.readline()
    process.terminate()
    assert process.stdout.read() == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == ["said.txt", "var"]


def test_a_database_from_the_future_is_left_alone(serve, tmp_path):
    with services(tmp_path / "var", {}) as environment:
        migrate.upgrade(environment["DATABASE_URL"])
        with psycopg.connect(environment["DATABASE_URL"].replace("+psycopg", "")) as db:
            db.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    assert serve().wait(60) == 1
    said = (tmp_path / "said.txt").read_text().strip().splitlines()
    assert said[-1].startswith("Error: The database was made by a newer Warehouse")
    assert not list((tmp_path / "var" / "run").glob("*.json"))


def test_an_idle_index_is_light(serve):
    process = serve()
    well(re.search(r"http://localhost:\d+/", process.stdout.readline())[0])
    # One is enough to answer; all of them are weighed, when they have nothing to do.
    wait_until(lambda: web_processes(process) == 4)
    own = psutil.Process(process.pid)
    wait_until(lambda: sum(weights(own).values()) < 460, seconds=30)


def web_processes(process):
    """The number of processes of gunicorn, with the first one."""
    children = psutil.Process(process.pid).children(recursive=True)
    return sum("gunicorn: " in " ".join(each.cmdline()) for each in children)


def test_figures_of_all_processes_are_served(serve):
    port = free_port()
    process = serve(METRICS_PORT=str(port))
    url = re.search(r"http://localhost:\d+/", process.stdout.readline())[0]
    well(url)
    with urllib.request.urlopen(f"http://localhost:{port}/metrics", timeout=10) as answer:
        figures = answer.read().decode()
    assert re.search(r'requests_total{.*route="health".*} [1-9]', figures)


SPOKEN = (
    r"Starting the index…",
    r"postgres \| LOG: .*",
    r" +valkey \| .*(scheduling shutdown|ready to exit).*",
    r" +web \| \[[^]]+\] \[\d+\] \[INFO\] .*",
    r" +worker \| [^ ]+ \[info +\] .*",
    r" +worker \| (worker: Warm shutdown.*)?",
    r" +serve \| stopping everything",
)


def test_the_terminal_shows_no_warning_that_nobody_can_act_on(serve, tmp_path):
    process = serve()
    well(re.search(r"http://localhost:\d+/", process.stdout.readline())[0])
    process.terminate()
    assert process.wait(60) == 0
    said = (tmp_path / "said.txt").read_text().splitlines()
    strange = [
        line for line in said if not any(re.fullmatch(each, line) for each in SPOKEN)
    ]
    assert strange == []
    assert len(said) > 10
