"""One range of Pythons, from `setup.cfg`: linters, pins, image and CI speak of the same."""

import configparser
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECOND = ROOT / ".ci" / "second_python"


def read(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.fixture(scope="module")
def config() -> configparser.ConfigParser:
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg")
    return parser


@pytest.fixture(scope="module")
def supported(config) -> list[str]:
    """The versions that the classifiers name, oldest first."""
    return re.findall(
        r"Python :: (3\.\d+)$", config["metadata"]["classifiers"], re.MULTILINE
    )


def test_the_versions_follow_one_another(supported):
    minors = [int(each.partition(".")[2]) for each in supported]
    assert minors == list(range(minors[0], minors[-1] + 1))


def test_linters_and_installers_speak_of_the_oldest(config, supported):
    oldest = supported[0]
    assert config["options"]["python_requires"] == f">={oldest}"
    assert config["mypy"]["python_version"] == oldest
    ruff = tomllib.loads(read("ruff.toml"))
    assert ruff["target-version"] == "py" + oldest.replace(".", "")
    assert f"--universal --python-version {oldest} " in read("Makefile")
    assert f"sys.version_info < ({oldest.replace('.', ', ')})" in read("Makefile")
    assert f"Python {oldest} or newer" in read("README.rst")


def test_the_image_runs_the_newest(supported):
    images = re.findall(r"^FROM python:(\d+\.\d+)-", read("Dockerfile"), re.MULTILINE)
    assert images == [supported[-1]]


def test_contributors_are_told_both(supported):
    told = re.search(
        r"^Python\n-+\n(.*?)\n\n\S+\n-+\n", read("CONTRIBUTING.rst"), re.S | re.M
    )
    assert re.findall(r"\b3\.\d+\b", told[1]) == [supported[0], supported[-1]]


def test_continuous_integration_looks_for_both(supported):
    [tried] = re.findall(r"^for version in (.*); do$", SECOND.read_text(), re.MULTILINE)
    assert tried.split() == [supported[0], supported[-1]]


def second_python(folder: Path, first: str, *, home: Path | None = None) -> tuple[int, str]:
    """Ask .ci/second_python on a machine that has the programs in `folder`."""
    ran = subprocess.run(
        ["/bin/sh", SECOND, first],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={"PATH": str(folder), "HOME": str(home or folder)},
    )
    return ran.returncode, ran.stdout.strip()


def put(path: Path, status: int) -> Path:
    """A program in the place of an interpreter, which is or is not what its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return path


def test_the_second_python_is_another_than_the_first(tmp_path, supported):
    oldest, newest = supported[0], supported[-1]
    for version in (oldest, newest):
        put(tmp_path / f"python{version}", 0)
    assert second_python(tmp_path, newest) == (0, f"python{oldest}")
    assert second_python(tmp_path, oldest) == (0, f"python{newest}")
    assert second_python(tmp_path, "3.99") == (0, f"python{oldest}")


def test_a_machine_with_one_python_has_no_second(tmp_path, supported):
    put(tmp_path / f"python{supported[0]}", 0)
    assert second_python(tmp_path, supported[0]) == (1, "")


def test_a_second_python_that_does_not_start_is_passed_over(tmp_path, supported):
    newest = supported[-1]
    put(tmp_path / f"python{newest}", 1)
    assert second_python(tmp_path, supported[0]) == (1, "")
    installed = put(tmp_path / f"home/.pyenv/versions/{newest}.7/bin/python", 0)
    home = tmp_path / "home"
    assert second_python(tmp_path, supported[0], home=home) == (0, str(installed))
