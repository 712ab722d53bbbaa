"""The `warehouse` command itself: quick to ask, and one sentence when it fails."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from warehouse.cli import COMMANDS, main
from warehouse.cli.processes import beat_command, web_command, worker_command


def test_help_imports_none_of_what_the_commands_need():
    script = (
        "import sys; from warehouse.cli import main;"
        "main(['--help'], standalone_mode=False);"
        "print(sorted({'sqlalchemy', 'psycopg', 'celery', 'pyramid'} & set(sys.modules)))"
    )
    answer = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert answer.stdout.splitlines()[-1] == "[]"
    assert all(name in answer.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_can_be_asked_for_help(name, monkeypatch, tmp_path):
    monkeypatch.setenv("WAREHOUSE_DATA", str(tmp_path / "var"))
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert not (tmp_path / "var").exists()


def test_a_mistake_is_told_and_fails():
    result = CliRunner().invoke(main, ["serv"])
    assert result.exit_code == 2
    assert "No such command" in result.output


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_an_impossible_port_is_refused(port):
    result = CliRunner().invoke(main, ["serve", "--port", port])
    assert result.exit_code == 2
    assert "--port" in result.output


def test_an_expected_error_is_one_sentence(tmp_path):
    (tmp_path / "var").touch()
    command = [sys.executable, "-m", "warehouse", "worker", "--concurrency", "0"]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60
    )
    assert (answer.returncode, "Traceback" in answer.stderr) == (2, False)
    command = [
        sys.executable,
        "-m",
        "warehouse",
        "beat",
        "--schedule",
        tmp_path / "var" / "s",
    ]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("Error: Cannot keep the schedule in ")
    assert answer.stderr.count("\n") == 1


def test_the_command_lines_name_our_application(tmp_path):
    assert web_command("fd://3", 4)[-1] == "warehouse.asgi:application"
    assert "--concurrency" in worker_command(3)
    assert str(tmp_path) in beat_command(tmp_path)
