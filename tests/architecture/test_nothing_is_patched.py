"""Nothing of ours is patched: tests inject settings, registry entries and parameters."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOCKS = {"mock", "unittest.mock", "pytest_mock"}
SETTERS = {"setattr", "delattr"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def patches(source: str) -> list[int]:
    """The lines of `source` that change what is not theirs."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    imported = set(names_imported(nodes))
    functions = {node.name for node in nodes if isinstance(node, FUNCTIONS)}
    found = {node.lineno for node in nodes if is_mock(node)}
    for node in nodes:
        if isinstance(node, ast.Call) and sets(node, imported):
            found.add(node.lineno)
        for target, value in assignments(node):
            if root_of(target) in imported or (
                not is_own(target)
                and (target.attr.startswith("_") or is_function(value, functions))
            ):
                found.add(target.lineno)
    return sorted(found)


def names_imported(nodes: list[ast.AST]) -> Iterator[str]:
    """Names of modules, classes and functions that come from elsewhere."""
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                yield (alias.asname or alias.name).partition(".")[0]


def is_mock(node: ast.AST) -> bool:
    """Whether a library is imported, or a fixture wanted, that replaces things."""
    if isinstance(node, ast.Import):
        return any(alias.name in MOCKS for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        names = {f"{node.module}.{alias.name}" for alias in node.names}
        return node.module in MOCKS or bool(names & MOCKS)
    return isinstance(node, ast.arg) and node.arg == "mocker"


def sets(call: ast.Call, imported: set[str]) -> bool:
    """Whether `call` sets an attribute: of anything by monkeypatch, else of an import."""
    named, first = call.func, call.args[0] if call.args else None
    if isinstance(named, ast.Attribute) and named.attr in SETTERS:
        return True
    if isinstance(named, ast.Name) and named.id in SETTERS:
        return root_of(first) in imported
    if isinstance(named, ast.Attribute) and named.attr in {"setitem", "delitem"}:
        return isinstance(first, ast.Attribute) and first.attr in {"__dict__", "modules"}
    return False


def assignments(node: ast.AST) -> Iterator[tuple[ast.Attribute, ast.expr | None]]:
    """Attributes that `node` assigns to or deletes, and what they become."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        targets = list(node.targets)
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        for each in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(each, ast.Attribute):
                yield each, getattr(node, "value", None)


def root_of(node: ast.expr | None) -> str | None:
    """The name with which a chain of attributes begins."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def is_own(target: ast.Attribute) -> bool:
    """Whether an object of the test sets an attribute of its own."""
    return isinstance(target.value, ast.Name) and target.value.id in {"self", "cls"}


def is_function(value: ast.expr | None, functions: set[str]) -> bool:
    """Whether a function of the test is what takes the place of a method."""
    is_named = isinstance(value, ast.Name) and value.id in functions
    return is_named or isinstance(value, ast.Lambda)


def test_no_test_patches_anything():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for line in patches(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "monkeypatch.setattr('warehouse.x._MOST', 1)",
        "monkeypatch.delattr(thing, 'make')",
        "monkeypatch.setitem(module.__dict__, '_MOST', 1)",
        "import sys\nmonkeypatch.setitem(sys.modules, 'warehouse.x', None)",
        "from unittest import mock",
        "from unittest.mock import patch",
        "import mock",
        "def test_a_thing(mocker): ...",
        "from warehouse import x\nx._MOST = 1",
        "import warehouse.x\nwarehouse.x._MOST += 1",
        "def test_a_thing():\n    from warehouse.x import Y as Z\n    Z.make = None",
        "from warehouse.x import Y\ndel Y.make",
        "from warehouse.x import Y\nY.make, other = None, None",
        "from warehouse.x import Y\nsetattr(Y, 'make', None)",
        "edge.figures.publish = lambda: None",
        "self.replica._resting_until = 0",
        "self.replica.session_at = lambda position: None",
        "def fail(): ...\nedge.figures.publish = fail",
    ],
)
def test_a_patch_is_found(source):
    assert len(patches(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "monkeypatch.setenv('WAREHOUSE_DOMAIN', 'x')",
        "monkeypatch.chdir(path)",
        "monkeypatch.setitem(registry, Storage, storage)",
        "monkeypatch.setitem(registry.settings, 'warehouse', settings)",
        "row.status = 'archived'",
        "setattr(row, name, value)",
        "class Fake:\n    def __init__(self, fail):\n        self.fail = lambda: fail",
    ],
)
def test_injection_is_no_patch(source):
    assert patches(source) == []
