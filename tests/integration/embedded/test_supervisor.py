"""The whole tree of processes, started, wounded in every place, and stopped."""

import os
import signal
import socket
import time
from contextlib import suppress

import psutil
import pytest

pytestmark = pytest.mark.timeout(180)


def test_a_supervisor_serves_and_leaves_nothing_behind(index):
    index.start()
    assert index.visit()[1] == "warehouse"
    assert index.stop() == 0
    assert index.vanishes()
    assert "secrets" in os.listdir(index.data)
    assert not list(index.data.glob("run/*.json"))


def test_ctrl_c_is_a_clean_end(index):
    index.start()
    assert index.stop(signal.SIGINT) == 0
    assert index.vanishes()


def test_stopping_during_the_start_leaves_nothing(index):
    index.launch()
    index.says("postgres |")
    assert index.stop() == 0
    assert index.vanishes()


def test_the_second_start_is_quick_and_keeps_the_data(index):
    index.start().stop()
    key = (index.data / "secrets" / "key").read_text()
    begun = time.monotonic()
    index.start()
    assert time.monotonic() - begun < 10
    assert (index.data / "secrets" / "key").read_text() == key


def test_nothing_survives_a_killed_supervisor_and_the_next_starts(index):
    index.start()
    index.stop(signal.SIGKILL)
    index.start()
    assert index.visit()[1] == "warehouse"
    index.stop(signal.SIGKILL)
    assert index.vanishes()


def test_everything_killed_at_once_starts_again(index):
    index.start()
    everybody = psutil.Process(index.process.pid).children(recursive=True)
    index.process.kill()
    for process in everybody:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    index.process.wait(60)
    assert index.start().visit()[1] == "warehouse"


@pytest.mark.parametrize(
    "victim", ["bin/postgres -D", "postgres: checkpointer", "valkey-server"]
)
def test_a_killed_service_is_started_again(index, victim):
    index.start()
    index.find(victim).kill()
    assert index.visit_patiently()[1] == "warehouse"
    index.find(victim)


def test_a_killed_web_worker_is_replaced(index):
    index.start()
    before = index.visit()[0]
    os.kill(int(before), signal.SIGKILL)
    assert index.replaces(before)


def test_the_killed_web_server_is_replaced_with_its_workers(index):
    index.start()
    before = index.visit()[0]
    index.find("gunicorn").kill()
    assert index.replaces(before)


def test_the_killed_loader_is_replaced_with_its_forks(index):
    index.start()
    before = index.visit()[0]
    index.find("warehouse.loader").kill()
    psutil.wait_procs([psutil.Process(int(before))], timeout=30)
    assert index.replaces(before)
    assert index.stop() == 0
    assert index.vanishes()


def test_no_fork_survives_a_loader_and_a_supervisor_that_are_killed_together(index):
    index.start()
    loader, master = index.find("warehouse.loader"), index.find("gunicorn: master")
    index.process.kill()
    loader.kill()
    index.process.wait(60)
    psutil.wait_procs([master], timeout=40)
    assert not master.is_running()
    assert index.vanishes()


def test_a_program_that_never_lasts_is_reported_once_with_its_reason(index, tmp_path):
    needed = tmp_path / "needed"
    index.start(FRAIL_NEEDS=str(needed))
    index.says("has ended 3 times in a row, now with status 3, and last said")
    time.sleep(4)
    said = index.said.read_text()
    assert said.count("times in a row") == 1
    assert f"last said: There is no {needed}." in said
    assert "Sleeping waits for it. Mend what it says" in said
    assert said.count(f"| There is no {needed}.") == 3
    assert index.visit()[1] == "warehouse"


@pytest.mark.slow
def test_a_program_that_lasts_again_is_reported(index, tmp_path):
    needed = tmp_path / "needed"
    index.start(FRAIL_NEEDS=str(needed))
    index.says("times in a row")
    needed.touch()
    index.says("frail | works again", 60)


def test_a_port_in_use_is_one_sentence(make_index):
    with socket.create_server(("127.0.0.1", 0)) as other:
        index = make_index(port=other.getsockname()[1])
        said = index.fails()
    assert said.startswith(
        f"Error: Cannot listen on 127.0.0.1:{index.port}: address already"
    )
    assert not (index.data / "postgres").exists()


def test_a_directory_that_cannot_be_is_one_sentence(make_index, tmp_path):
    (tmp_path / "file").touch()
    said = make_index(tmp_path / "file" / "var").fails()
    assert (
        said == f"Error: Cannot keep data in {tmp_path / 'file' / 'var'}: not a directory."
    )


def test_a_second_supervisor_is_told_who_holds_the_directory(index, make_index):
    index.start()
    other = make_index()
    other.launch()
    assert other.process.wait(30) == 1
    assert f"in use by process {index.process.pid}" in other.said.read_text()
    assert index.visit()[1] == "warehouse"


def test_an_application_that_never_starts_is_told(make_index):
    said = make_index(application="missing").fails()
    assert said.startswith("Error: The index does not start: loader ended")


def test_a_deep_directory_has_its_sockets_elsewhere(make_index, tmp_path):
    index = make_index(tmp_path / ("d" * 60) / ("e" * 60) / "with, comma" / "var")
    index.data.parent.mkdir(parents=True)
    index.start()
    sockets = (index.data / "run" / "sockets").read_text().strip()
    assert index.visit()[1] == "warehouse"
    assert len(sockets) < 60
    index.stop()
    assert not os.path.exists(sockets)
