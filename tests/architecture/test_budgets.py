"""Functions fit on a screen: the hard budgets, and a list of debts that may only shrink."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEBTS = Path(__file__).with_name("debts.txt")
CODE = sorted((ROOT / "warehouse").rglob("*.py"))
REVISIONS = sorted((ROOT / "migrations").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "warehouse" / "templates").rglob("*.html"))

MODULE, FUNCTION, COMPLEXITY, CLASS, METHODS = 400, 40, 10, 250, 15
POSITIONAL, TEMPLATE, TEST = 5, 150, 30

_BRANCHES = (
    *(ast.If, ast.For, ast.AsyncFor, ast.While),
    *(ast.ExceptHandler, ast.match_case),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def length(node: Function | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below `node` that belongs to no function inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function):
            yield child
            yield from own_nodes(child)


def complexity(node: Function) -> int:
    """McCabe's number, of statements: one, and one for each where the way parts."""
    return 1 + sum(isinstance(each, _BRANCHES) for each in own_nodes(node))


def positional(node: Function) -> int:
    names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
    return len([name for name in names if name not in {"self", "cls"}])


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    for child in ast.iter_child_nodes(tree):
        named = isinstance(child, Function | ast.ClassDef)
        name = f"{prefix}{child.name}" if named else prefix
        if isinstance(child, Function):
            yield name, child
        yield from functions(child, f"{name}." if named else prefix)


def over(name: str, **measured: tuple[int, int]) -> Iterator[str]:
    for what, (found, allowed) in measured.items():
        if found > allowed:
            yield f"{name} {what}"


def debts_of_code(path: Path) -> Iterator[str]:
    text, name = path.read_text(), path.relative_to(ROOT).as_posix()
    tree = ast.parse(text)
    yield from over(name, lines=(len(text.splitlines()), MODULE))
    for each in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        methods = sum(isinstance(node, Function) for node in each.body)
        counted = {"lines": (length(each), CLASS), "methods": (methods, METHODS)}
        yield from over(f"{name}:{each.name}", **counted)
    for qualified, node in functions(tree):
        yield from over(
            f"{name}:{qualified}",
            lines=(length(node), FUNCTION),
            complexity=(complexity(node), COMPLEXITY),
            arguments=(positional(node), POSITIONAL),
        )


def debts_of_tests(path: Path) -> Iterator[str]:
    text, name = path.read_text(), path.relative_to(ROOT).as_posix()
    yield from over(name, lines=(len(text.splitlines()), MODULE))
    for qualified, node in functions(ast.parse(text)):
        yield from over(f"{name}:{qualified}", lines=(length(node), TEST))


def debts_of_templates(path: Path) -> Iterator[str]:
    lines = len(path.read_text().splitlines())
    yield from over(path.relative_to(ROOT).as_posix(), lines=(lines, TEMPLATE))


@pytest.fixture(scope="module")
def found() -> set[str]:
    templates = [each for each in TEMPLATES if each.suffix != ".py"]
    lists = (
        *map(debts_of_code, (*CODE, *REVISIONS)),
        *map(debts_of_tests, TESTS),
        *map(debts_of_templates, templates),
    )
    return {debt for debts in lists for debt in debts}


@pytest.fixture(scope="module")
def listed() -> list[str]:
    lines = DEBTS.read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_nothing_new_is_over_its_budget(found, listed):
    assert sorted(found - set(listed)) == []


def test_a_debt_that_is_paid_leaves_the_list(found, listed):
    assert sorted(set(listed) - found) == []
    assert listed == sorted(set(listed))


def test_the_measure_measures():
    source = "def f(a, b=1):\n    for x in a:\n        if x:\n            return b\n"
    [(name, node)] = functions(ast.parse(source))
    assert (name, length(node), positional(node)) == ("f", 4, 2)
    assert complexity(node) == 3


def test_no_module_is_a_drawer():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [path for path in (*CODE, *TESTS) if path.stem in drawers] == []
