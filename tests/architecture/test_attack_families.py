"""Every family of attacks has tests that are there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIST = Path(__file__).with_name("attack_families.txt")
FAMILIES = 48


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
def test_a_family_has_tests(number):
    listed = families()[number]
    assert listed
    for each in listed:
        path, _, name = each.partition("::")
        assert name in names_in(ROOT / path), each
