"""`warehouse/server` uses what gunicorn, uvloop and httptools show to everyone, no more.

After an upgrade a failure here names what to look at; nothing outside of `warehouse/server`
knows of any of it.
"""

import ast
import inspect
import re
from importlib.metadata import version
from pathlib import Path

import httptools
import pytest
from gunicorn.asgi.lifespan import LifespanManager
from gunicorn.sock import ssl_context
from gunicorn.workers.base import Worker
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SERVER = sorted((ROOT / "warehouse/server").glob("*.py"))
OTHERS = sorted(set((ROOT / "warehouse").rglob("*.py")) - set(SERVER))
BOUND = ["gunicorn", "httptools"]

SIGNATURES = {
    Worker.__init__: "(self, age, ppid, sockets, app, timeout, cfg, log)",
    Worker.init_process: "(self)",
    Worker.init_signals: "(self)",
    Worker.load_wsgi: "(self)",
    Worker.run: "(self)",
    Worker.notify: "(self)",
    Worker.handle_abort: "(self, sig, frame)",
    LifespanManager.__init__: "(self, app, logger, state=None)",
    LifespanManager.startup: "(self)",
    LifespanManager.shutdown: "(self)",
    ssl_context: "(conf)",
}


@pytest.mark.parametrize("function", SIGNATURES, ids=lambda each: each.__qualname__)
def test_gunicorn_has_the_method_with_this_signature(function):
    assert str(inspect.signature(function)) == SIGNATURES[function]


def test_the_parser_calls_what_it_finds():
    found = []

    class Handler:
        def on_header(self, name, value):
            found.append((name, value))

        def on_headers_complete(self):
            found.append(parser.should_keep_alive())

    parser = httptools.HttpRequestParser(Handler())
    parser.feed_data(b"GET / HTTP/1.1\r\nA: b \r\n\r\n")
    assert found == [(b"A", b"b "), True]


def trees():
    return [ast.parse(path.read_text()) for path in SERVER]


def test_no_private_name_of_a_library_is_used():
    nodes = [node for tree in trees() for node in ast.walk(tree)]
    imported = [
        alias.name
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    assert [name for name in imported if name.startswith("_")] == []
    private = {
        ast.unparse(node)
        for node in nodes
        if isinstance(node, ast.Attribute)
        and re.match(r"_[a-z]", node.attr)
        and ast.unparse(node.value) not in {"self", "cls"}
    }
    assert private == set()


def test_no_private_method_of_gunicorn_is_replaced():
    theirs = {name for name in dir(Worker) if name.startswith("_") and name[1] != "_"}
    ours = {
        node.name
        for tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert theirs & ours == set()


def test_only_the_server_knows_gunicorn():
    importing = re.compile(r"^\s*(?:from|import) (gunicorn|httptools)\b", re.MULTILINE)
    assert [path for path in OTHERS if importing.search(path.read_text())] == []


@pytest.mark.parametrize("name", BOUND)
def test_the_release_is_bound_to_the_minor_one_that_was_tried(name):
    lines = (ROOT / "requirements/main.in").read_text().splitlines()
    [line] = [each for each in lines if each.startswith(name)]
    bounds = Requirement(line.partition("#")[0]).specifier
    major, minor = map(int, version(name).split(".")[:2])
    assert version(name) in bounds
    assert f"{major}.{minor + 1}" not in bounds
    assert f"{major}.{minor}.99" in bounds
