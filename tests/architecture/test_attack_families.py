"""Every family of attacks has tests that are there, or waits for something to be built."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("attack_families.txt")
FAMILIES = 48
MOST_UNBUILT = 2
"""How many families may still wait; lower it with each that no longer does."""


def families() -> dict[int, list[str]]:
    """Return what is listed for each family, by its number."""
    found: dict[int, list[str]] = {}
    for line in LIST.read_text().splitlines():
        if title := re.match(r"(\d+) \S", line):
            found[int(title[1])] = []
        elif line.startswith(" "):
            found[max(found)].append(line.strip())
    return found


@cache
def names_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_family_is_listed():
    assert list(families()) == list(range(1, FAMILIES + 1))


@pytest.mark.parametrize("number", range(1, FAMILIES + 1))
def test_a_family_has_tests_or_waits(number):
    listed = families()[number]
    assert listed
    for each in listed:
        if each.startswith("not built: "):
            assert len(listed) == 1
            continue
        path, _, name = each.partition("::")
        assert name in names_in(ROOT / path), each


def test_fewer_and_fewer_wait():
    waiting = [
        each for listed in families().values() for each in listed if " built: " in each
    ]
    assert len(waiting) <= MOST_UNBUILT
