"""Every wait of a test has a limit of its own.

Otherwise it fails only by the limit of all tests, which says neither what was waited for
nor what had been said until then.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEASURES = ROOT / "tests" / "benchmarks"
"""What is there takes as long as it takes, and is started by people."""

WAITS = {"join": 0, "wait": 0, "result": 0, "communicate": 1}
"""Methods that wait for ever, unless they have more arguments than this."""
PROGRAMS = {"run", "call", "check_call", "check_output"}
CONNECTIONS = {"create_connection": 1, "urlopen": 2}


def endless(source: str) -> list[int]:
    """The lines of `source` that may wait for ever."""
    nodes = list(ast.walk(ast.parse(source)))
    awaited = {id(each) for node in nodes for each in coroutines(node)}
    return sorted(
        node.lineno
        for node in nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and id(node) not in awaited
        and waits_for_ever(node, node.func)
    )


def coroutines(node: ast.AST) -> list[ast.expr]:
    """Return what `node` awaits or hands to asyncio, which the test itself waits for."""
    if isinstance(node, ast.Await):
        return [node.value]
    if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("asyncio."):
        return node.args
    return []


def waits_for_ever(call: ast.Call, named: ast.Attribute) -> bool:
    """Whether `call` is of a kind that takes a limit, and has none."""
    if any(keyword.arg == "timeout" for keyword in call.keywords):
        return False
    of = named.value.id if isinstance(named.value, ast.Name) else ""
    if of in {"asyncio", "path", "os"}:
        return False
    if of == "subprocess":
        return named.attr in PROGRAMS
    most = {**WAITS, **CONNECTIONS}.get(named.attr)
    return most is not None and len(call.args) <= most


def modules() -> Iterator[Path]:
    for path in sorted((ROOT / "tests").rglob("*.py")):
        if MEASURES not in path.parents:
            yield path


def test_every_wait_has_a_limit():
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for line in endless(path.read_text())
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "thread.join()",
        "process.wait()",
        "future.result()",
        "process.communicate()",
        "subprocess.run(command, check=True)",
        "subprocess.check_output(command)",
        "socket.create_connection(address)",
        "urllib.request.urlopen(url)",
    ],
)
def test_an_endless_wait_is_found(source):
    assert endless(source) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "thread.join(30)",
        "process.wait(timeout=30)",
        "', '.join(words)",
        "async def live(): await begun.wait()",
        "asyncio.run_coroutine_threadsafe(begun.wait(), loop).result(10)",
        "subprocess.run(command, check=True, timeout=60)",
        "subprocess.Popen(command)",
        "socket.create_connection(address, 10)",
    ],
)
def test_a_wait_with_a_limit_is_left_alone(source):
    assert endless(source) == []
