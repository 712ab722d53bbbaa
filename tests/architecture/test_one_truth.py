"""A fact that several modules share is spelled in one of them."""

import ast
import re
from pathlib import Path

import pytest

from warehouse.db.locks import Lock

WAREHOUSE = Path(__file__).parents[2] / "warehouse"
MODULES = sorted(WAREHOUSE.rglob("*.py"))


def strings_of(tree):
    """Return the string constants of a module, without its docstrings."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
    ]


def names_of(tree):
    return [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]


@pytest.mark.parametrize(
    ("spelling", "home"),
    [
        (r"pg_advisory_", "db/locks.py"),
        (r"\.metadata$", "packaging/locations.py"),
        (r"^/legacy|/legacy/", "paths.py"),
    ],
)
def test_each_spelling_stands_in_one_module(spelling, home):
    found = set()
    for path in MODULES:
        tree = ast.parse(path.read_text())
        if any(re.search(spelling, text) for text in strings_of(tree) + names_of(tree)):
            found.add(path.relative_to(WAREHOUSE).as_posix())
    assert found == {home}


def test_no_two_locks_have_one_key():
    assert len({lock.value for lock in Lock}) == len(Lock.__members__) > 1
