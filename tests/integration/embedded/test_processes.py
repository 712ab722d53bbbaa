"""Programs that are started, stopped, and found again after their supervisor died."""

import json
import signal
import subprocess
import sys

import psutil
import pytest

from tests.builders.waiting import wait_until
from warehouse.embedded import Child, Program
from warehouse.embedded.processes import stop_orphans

pytestmark = pytest.mark.timeout(30)


@pytest.fixture
def orphan():
    """A process that leads a session and has a child in it, and knows no supervisor."""
    with subprocess.Popen(
        ["sh", "-c", "sleep 60 & wait"], start_new_session=True
    ) as process:
        yield process
        process.kill()


def record(directory, pid: int, born: float) -> None:
    known = {"pid": pid, "born": born, "signals": [signal.SIGTERM, signal.SIGKILL]}
    (directory / "web.json").write_text(json.dumps(known))


def test_an_orphan_and_its_children_are_stopped(tmp_path, orphan):
    record(tmp_path, orphan.pid, psutil.Process(orphan.pid).create_time())
    wait_until(psutil.Process(orphan.pid).children)
    children = psutil.Process(orphan.pid).children()
    stop_orphans(tmp_path)
    assert orphan.wait(5) == -signal.SIGTERM
    psutil.wait_procs(children, 5)
    assert not any(child.is_running() for child in children)
    assert not list(tmp_path.iterdir())


def test_another_process_with_the_same_number_is_spared(tmp_path, orphan):
    record(tmp_path, orphan.pid, psutil.Process(orphan.pid).create_time() - 1000)
    stop_orphans(tmp_path)
    assert orphan.poll() is None
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x"}', '{"pid": 1}'])
def test_half_a_record_is_forgotten(tmp_path, text):
    (tmp_path / "web.json").write_text(text)
    stop_orphans(tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_program_that_ignores_sigterm_is_killed(tmp_path):
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    program = Program(
        name="deaf",
        command=(
            sys.executable,
            "-c",
            f"{deaf}; print('ready', flush=True); time.sleep(60)",
        ),
        patience=0.5,
    )
    lines = []
    child = Child(program, records=tmp_path, log=lambda name, line: lines.append(line))
    child.start()
    wait_until(lambda: lines)
    child.stop()
    assert (lines, child.status) == (["ready"], -signal.SIGKILL)


def test_a_program_that_cannot_be_started_is_named(tmp_path):
    lines = []
    program = Program(name="no", command=("/nonexistent/program",))
    child = Child(program, records=tmp_path, log=lambda name, line: lines.append(line))
    child.start()
    wait_until(lambda: not child.is_running)
    child.stop()
    assert child.status == 126
    assert lines == [
        "cannot start /nonexistent/program: [Errno 2] No such file or directory"
    ]
