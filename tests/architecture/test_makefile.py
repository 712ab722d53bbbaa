"""The commands of the Makefile: listed, documented, and complete when only read."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PINNED = [ROOT / "requirements.txt", *sorted((ROOT / "requirements").glob("*.txt"))]
PROMISED = (
    *("help", "serve", "tests", "build", "shell", "browser", "clients", "bench", "fire"),
    *("migration", "lint", "reformat", "types", "snapshots", "static", "check"),
    *("translations", "second", "coverage", "drill", "inspect", "oracle"),
)


def make(*words: str) -> str:
    answer = subprocess.run(
        ["make", "--no-print-directory", *words],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "MAKEFLAGS"},
    )
    return answer.stdout


def test_make_alone_lists_every_target():
    listed = re.findall(r"^make (\S+) +\S", make(), flags=re.MULTILINE)
    assert set(PROMISED) <= set(listed)


def test_no_file_hides_a_target():
    text = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    listed = re.findall(r"^make (\S+) +\S", make(), flags=re.MULTILINE)
    [phony] = re.findall(r"^\.PHONY: (.*)$", text, flags=re.MULTILINE)
    assert set(listed) <= set(phony.split())


@pytest.mark.parametrize("target", PROMISED)
def test_every_target_can_be_planned(target):
    assert make("--dry-run", target, "M=x")


def test_one_file_is_run_in_one_process():
    assert "-n 0 tests/unit/x.py" in make("--dry-run", "tests", "T=tests/unit/x.py")
    assert "-n 2 " in make("--dry-run", "tests")


def test_the_lock_file_names_no_host():
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


@pytest.mark.parametrize("path", PINNED, ids=lambda path: path.name)
def test_everything_is_pinned_with_hashes(path):
    """A package that could be replaced on its way to us would run as part of us."""
    wanted = re.split(r"\n(?=\S)", path.read_text().strip())
    loose = [each for each in wanted if "==" not in each or "--hash=sha256:" not in each]
    assert wanted
    assert loose == []
