"""`warehouse serve` itself, with everything in it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import psycopg
import pytest

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

    def start() -> subprocess.Popen[str]:
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
                env={**environ, "PYTHONPATH": str(ROOT)},
            )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def test_the_first_start_tells_how_to_get_in_and_the_second_does_not(serve, tmp_path):
    process = serve()
    url = re.search(r"http://localhost:\d+/", process.stdout.readline())[0]
    with urllib.request.urlopen(f"{url}_health/", timeout=10) as answer:
        assert answer.status == 200
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
