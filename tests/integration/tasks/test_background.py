"""Workers and schedules as processes: they are heard, and end when they should."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from warehouse.cli.processes import beat_command, worker_command
from warehouse.embedded import services
from warehouse.tasks import Part, Pulse

pytestmark = pytest.mark.timeout(120)
ROOT = Path(__file__).parents[3]
CLOSE = "mount -t tmpfs -o ro none /dev/shm"
EMBEDDED = """
import sys
from pathlib import Path
from warehouse.tasks.background import work
from warehouse.worker import app
sys.exit(work(app, Path(sys.argv[1])))
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    with services(tmp_path_factory.mktemp("services"), {}) as environment:
        yield environment


@pytest.fixture
def valkey(environment):
    with redis.Redis.from_url(environment["REDIS_URL"]) as client:
        client.flushdb()
        yield client


@contextmanager
def running(command, environment, said=subprocess.DEVNULL):
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stderr=said)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def heard(valkey, *parts, seconds=60):
    """The parts that are heard within so many seconds, waiting for all of `parts`."""
    pulse, deadline = Pulse(lambda: valkey), time.monotonic() + seconds
    while True:
        found = {part for part in Part if pulse.silence(part) is not None}
        if found >= set(parts) or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def embedded(schedule):
    return (sys.executable, "-c", EMBEDDED, str(schedule))


@pytest.mark.parametrize("pool", ["prefork", "threads"])
def test_a_worker_of_a_deployment_is_heard(environment, valkey, pool):
    with running(worker_command(1, pool), environment) as process:
        assert heard(valkey, Part.WORKER) == {Part.WORKER}
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


def test_a_schedule_of_a_deployment_is_heard(environment, valkey, tmp_path):
    with running(beat_command(tmp_path / "schedule"), environment):
        assert heard(valkey, Part.SCHEDULE) == {Part.SCHEDULE}


def test_one_process_is_both_and_ends_when_asked(environment, valkey, tmp_path):
    with running(embedded(tmp_path / "schedule"), environment) as process:
        assert heard(valkey, *Part) == set(Part)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert list(tmp_path.glob("schedule*"))


@pytest.fixture
def without_semaphores(tmp_path):
    """A prefix of commands that run where /dev/shm, which semaphores need, is closed."""
    closed = ("unshare", "-m", "sh", "-c", f'{CLOSE} && exec "$@"', "sh")
    probe = (*closed, sys.executable, "-c", "import multiprocessing as m; m.Semaphore()")
    try:
        said = subprocess.run(
            probe, capture_output=True, text=True, check=False, timeout=60
        ).stderr
    except FileNotFoundError:
        said = "no program unshare"
    if "Read-only" not in said:
        pytest.skip(f"/dev/shm cannot be closed here: {said[-200:]}")
    return closed


def test_a_worker_of_a_deployment_needs_no_semaphores(
    environment, valkey, without_semaphores, tmp_path
):
    warehouse = (sys.executable, "-m", "warehouse", "worker")
    said = tmp_path / "said.txt"
    with (
        said.open("w") as file,
        running((*without_semaphores, *warehouse), environment, file),
    ):
        assert heard(valkey, Part.WORKER) == {Part.WORKER}
    assert said.read_text().count("semaphores cannot be made here") == 1
    assert "superuser" not in said.read_text()


def test_nor_does_the_worker_of_an_index_on_one_machine(
    environment, valkey, without_semaphores, tmp_path
):
    command = (*without_semaphores, *embedded(tmp_path / "schedule"))
    with running(command, environment):
        assert heard(valkey, *Part) == set(Part)


def test_a_worker_whose_schedule_fails_does_not_go_on_without(
    environment, valkey, tmp_path
):
    (tmp_path / "file").touch()
    command, said = embedded(tmp_path / "file" / "schedule"), tmp_path / "said.txt"
    with said.open("w") as file, running(command, environment, file) as process:
        assert process.wait(60) != 0
    assert "Not a directory" in said.read_text()
