"""Editors and hooks are told the same as the linters, and it is true of every file."""

import configparser
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from tests.architecture.test_makefile import make

ROOT = Path(__file__).parents[2]
FOLDERS = (".ci", "migrations", "requirements", "tests", "warehouse")
BINARY = {".png", ".ico", ".woff2", ".mo", ".pyc"}
BUILT = {"dist", "__pycache__"}


@pytest.fixture(scope="module")
def sections() -> list[tuple[str, dict[str, str]]]:
    parser = configparser.ConfigParser()
    parser.read_string("[DEFAULT]\n" + (ROOT / ".editorconfig").read_text())
    return [(name, dict(parser[name])) for name in parser.sections()]


def told(sections: list[tuple[str, dict[str, str]]], path: Path) -> dict[str, str]:
    """Return what .editorconfig sets for one file: the last section that fits wins."""
    found: dict[str, str] = {}
    for pattern, values in sections:
        head, _, choices = pattern.rstrip("}").partition("{")
        if any(fnmatch(path.name, head + choice) for choice in choices.split(",")):
            found |= values
    return found


def files() -> Iterator[Path]:
    yield from (each for each in ROOT.iterdir() if each.is_file() and each.name != ".git")
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and not BUILT.intersection(path.parts):
                yield path


def faults(data: bytes, rules: dict[str, str]) -> Iterator[str]:
    text = data.decode(rules["charset"])
    if "\r" in text:
        yield "end_of_line"
    if text and not text.endswith("\n"):
        yield "insert_final_newline"
    if re.search(r"[ \t]$", text, re.MULTILINE):
        yield "trim_trailing_whitespace"
    indented = set(re.findall(r"^([ \t])[ \t]*\S", text, re.MULTILINE))
    if rules["indent_style"] == "space" and "\t" in indented:
        yield "indent_style"


def test_every_file_is_written_as_editors_are_told(sections):
    wrong = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in files()
        if path.suffix not in BINARY and not path.name.startswith(".coverage")
        for fault in faults(path.read_bytes(), told(sections, path))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"a\r\nb\n", ["end_of_line"]),
        (b"a", ["insert_final_newline"]),
        (b"a \nb\n", ["trim_trailing_whitespace"]),
        (b"a\n\tb\n", ["indent_style"]),
        (b"a\n    b\n\n", []),
    ],
)
def test_a_file_that_is_written_otherwise_is_found(data, found):
    assert list(faults(data, {"charset": "utf-8", "indent_style": "space"})) == found


def test_editors_and_linter_agree_on_the_width(sections):
    rules = told(sections, ROOT / "setup.py")
    ruff = tomllib.loads((ROOT / "ruff.toml").read_text())
    assert int(rules["max_line_length"]) == ruff["line-length"]
    assert told(sections, ROOT / "Makefile")["indent_style"] == "tab"
    assert told(sections, ROOT / "a.yaml")["indent_size"] == "2"


@pytest.fixture(scope="module")
def hooks() -> list[dict[str, object]]:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())
    assert [each["repo"] for each in config["repos"]] == ["local"]
    return config["repos"][0]["hooks"]


def test_hooks_run_what_make_lint_runs(hooks):
    commands = [line for line in make("--dry-run", "lint").splitlines() if "/bin/" in line]
    lints = [line for line in commands if not re.search(r" -m (pip|venv)\b", line)]
    run = [each for each in hooks if each["language"] == "system"]
    assert [each["entry"] for each in run] == lints
    assert len(lints) >= 3
    assert all(each["pass_filenames"] is False for each in run)


@pytest.mark.parametrize(
    ("length", "is_refused"), [(72, False), (73, True)], ids=["fits", "too long"]
)
def test_a_long_subject_is_refused_and_a_long_body_is_not(hooks, length, is_refused):
    [hook] = [each for each in hooks if each["language"] == "pygrep"]
    message = "x" * length + "\n\n" + "y" * 100 + "\n"
    assert bool(re.search(hook["entry"], message)) is is_refused
