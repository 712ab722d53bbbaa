"""Small programs are asked within bounds of time and memory, and of what they see."""

import time

import pytest

from warehouse.programs.running import ProgramStopped, answer_of

BOUNDED = """
import json, os, resource, sys, time
wanted = json.load(sys.stdin.buffer)
seconds, memory = wanted["seconds"], wanted["memory"]
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
"""
BOUNDS = {"seconds": 1, "memory": 256 * 1024 * 1024, "patience": 30}


@pytest.fixture
def ask(tmp_path):
    def ask(code, **bounds):
        program = tmp_path / "program.py"
        program.write_text(BOUNDED + code)
        return answer_of(program, {"text": "é\ud800"}, **{**BOUNDS, **bounds})

    return ask


def test_a_program_is_told_the_question_and_its_bounds(ask):
    said = ask("print(json.dumps(wanted))")
    assert said == {"text": "é\ud800", "seconds": 1, "memory": 256 * 1024 * 1024}


def test_a_program_sees_nothing_of_our_environment(ask, monkeypatch):
    monkeypatch.setenv("WAREHOUSE_SECRET", "hush")
    assert "WAREHOUSE_SECRET" not in ask("print(json.dumps(dict(os.environ)))")


@pytest.mark.parametrize("code", ["while True: pass", "x = b'x' * 2**30", "sys.exit(3)"])
def test_a_program_that_stops_itself_is_told_of(ask, code):
    with pytest.raises(ProgramStopped, match="ended with status"):
        ask(code)


def test_a_program_that_waits_is_killed(ask):
    began = time.monotonic()
    with pytest.raises(ProgramStopped, match=r"more than 0\.5 seconds"):
        ask("time.sleep(60)", patience=0.5)
    assert time.monotonic() - began < 20
