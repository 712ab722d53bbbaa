"""Every package explains itself by one outline, and lists what is in its folder.

A README says what the package is for, then *Words*, *Invariants*, sections of its own,
*Decisions* with dates, and *Modules*. A sub-package may have a README of its own; the one
above it then names the folder only.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docutils.core import publish_doctree

ROOT = Path(__file__).parents[2] / "warehouse"
README, BUILT = "README.rst", {"__pycache__", "dist"}
FOLDERS = sorted(path.parent for path in ROOT.rglob(README) if path.parent != ROOT)

MOST_LINES, WIDTH = 80, 100
FIRST, LAST = ["Words", "Invariants"], ["Decisions", "Modules"]
_SECTION = re.compile(r"^(\S.*)\n-+\n", re.MULTILINE)
_DECISION = re.compile(r"^- (\d{4}-\d\d-\d\d): \S")
_MODULE = re.compile(r"^- ``([\w./]+)``: \S.*[^.]$")

each_folder = pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def split(text: str) -> tuple[str, dict[str, str]]:
    """Return the text before the first section, and the sections by title, in order."""
    purpose, *rest = _SECTION.split(text)
    return purpose, dict(zip(rest[::2], rest[1::2], strict=True))


def items(section: str) -> list[str]:
    """The items of a list, each as one line."""
    found = re.split(r"\n(?=- )", section.strip())
    return [" ".join(each.split()) for each in found]


def inside(folder: Path, *, top: Path) -> Iterator[str]:
    """Everything that the README of `top` has to name, relative to it."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in BUILT:
            is_package = (path / "__init__.py").exists()
            if is_package or folder == top:
                yield f"{path.relative_to(top).as_posix()}/"
            if is_package and not (path / README).exists():
                yield from inside(path, top=top)
        elif path.suffix == ".py" and path.name != "__init__.py":
            yield path.relative_to(top).as_posix()


def expected(folder: Path) -> set[str]:
    found = set(inside(folder, top=folder))
    has_modules = any(name.endswith(".py") for name in found)
    return found if has_modules else found | {"__init__.py"}


def named(section: str) -> set[str]:
    return {match[1] for each in items(section) if (match := _MODULE.match(each))}


def test_every_package_has_a_readme():
    missing = [
        path.parent.name
        for path in ROOT.glob("*/__init__.py")
        if not (path.parent / README).exists()
    ]
    assert missing == []


@each_folder
def test_a_readme_follows_the_outline(folder):
    purpose, sections = split((folder / README).read_text())
    title, line, words = purpose.split("\n", 2)
    assert (title, set(line)) == (folder.name, {"="})
    assert words.strip()
    titles = list(sections)
    assert titles[: len(FIRST)] == FIRST
    assert titles[-len(LAST) :] == LAST


@each_folder
def test_a_readme_is_short_and_valid(folder):
    text = (folder / README).read_text()
    prose = text.partition("\nModules\n")[0]
    assert len(prose.splitlines()) <= MOST_LINES
    assert [line for line in text.splitlines() if len(line) > WIDTH] == []
    publish_doctree(text, settings_overrides={"report_level": 2, "halt_level": 2})


@each_folder
def test_decisions_have_dates_and_stand_in_their_order(folder):
    found = items(split((folder / README).read_text())[1]["Decisions"])
    matches = [_DECISION.match(each) for each in found]
    assert all(matches), found
    days = [date.fromisoformat(match[1]) for match in matches]
    assert days == sorted(days)


@each_folder
def test_modules_are_those_of_the_folder(folder):
    section = split((folder / README).read_text())[1]["Modules"]
    lines = section.strip().splitlines()
    assert [line for line in lines if not _MODULE.match(line)] == []
    assert sorted(named(section)) == sorted(expected(folder))
    assert len(lines) == len(named(section))


def test_a_readme_has_to_name_modules_and_packages(tmp_path):
    for name in ("a/x.py", "a/__init__.py", "b/README.rst", "b/__init__.py", "b/y.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    (tmp_path / "pictures" / "small").mkdir(parents=True)
    (tmp_path / "dist").mkdir()
    (tmp_path / "z.py").touch()
    assert expected(tmp_path) == {"a/", "a/x.py", "b/", "pictures/", "z.py"}
    assert expected(tmp_path / "a") == {"x.py"}
    assert expected(tmp_path / "pictures") == {"__init__.py", "small/"}


OVERVIEW = (ROOT / README).read_text()


def test_the_overview_is_one_page_and_valid():
    lines = OVERVIEW.splitlines()
    assert len(lines) <= 150
    assert [line for line in lines if len(line) > WIDTH] == []
    publish_doctree(OVERVIEW, settings_overrides={"report_level": 2, "halt_level": 2})


def test_the_overview_names_only_what_is_there():
    names = set(re.findall(r"``([a-z_/]+(?:\.py)?)``", OVERVIEW))
    paths = {name for name in names if "/" in name or name.endswith(".py")}
    assert len(paths) > 30
    assert {name for name in paths if not (ROOT / name).exists()} == set()


def test_the_overview_names_every_package():
    words = set(re.findall(r"[a-z0-9_]+", OVERVIEW))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    modules = {path.stem for path in ROOT.glob("*.py")} - {"__init__"}
    assert (packages | modules) - words == set()
