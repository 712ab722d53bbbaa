"""The private names of gunicorn that `warehouse/server` uses are there, and as expected.

After an upgrade of gunicorn a failure here names what to look at; nothing outside of
`warehouse/server` knows of any of it.
"""

import ast
import inspect
import re
from importlib.metadata import version
from pathlib import Path

import pytest
from gunicorn.asgi import protocol
from gunicorn.workers import gasgi
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SERVER = sorted((ROOT / "warehouse/server").glob("*.py"))
OTHERS = sorted(set((ROOT / "warehouse").rglob("*.py")) - set(SERVER))

OVERRIDDEN = {
    protocol.ASGIProtocol: {
        "__init__": "(self, worker)",
        "connection_lost": "(self, exc)",
        "connection_made": "(self, transport)",
        "data_received": "(self, data)",
        "pause_writing": "(self)",
        "resume_writing": "(self)",
        "_close_transport": "(self)",
        "_feed_callback_parser": "(self, data)",
        "_is_websocket_upgrade": "(self, request)",
        "_on_headers_complete": "(self)",
        "_send_error_response": "(self, status, message, extra_headers=())",
        "_send_response_start": "(self, status, headers, request, close=False)",
        "_serve_http_request": "(self, request, sockname, peername)",
        "_will_close": "(self, request, response_requires_close)",
    },
    gasgi.ASGIWorker: {
        "init_process": "(self)",
        "load_wsgi": "(self)",
        "_serve": "(self)",
        "_shutdown": "(self)",
    },
}
"""Methods of gunicorn's classes that ours replace, as gunicorn calls them."""

CALLED = {
    protocol.ASGIProtocol: {
        "_resume_reading": "(self)",
        "_safe_write": "(self, data)",
        "_send_body": "(self, body, chunked=False, last=False, size=None)",
    },
    protocol.BodyReceiver: {"signal_disconnect": "(self)"},
    protocol.FlowControl: {"drain": "(self)"},
}
"""Methods of gunicorn's classes that ours call."""

READ = {
    protocol.ASGIProtocol: {
        *("worker", "log", "app", "transport", "_closed", "_body_receiver"),
        *("_finishing_calls", "_awaiting_request", "_response_buffer", "_request_ready"),
        *("_callback_parser", "_current_request", "_is_ssl", "_flow_control"),
    },
    gasgi.ASGIWorker: {"asgi", "servers", "loop", "sockets"},
    protocol.BodyReceiver: {"_complete", "buffered"},
    protocol.FlowControl: {"write_paused"},
}
"""Attributes of gunicorn's objects that ours read or set."""

OF_MODULE = {"_CACHED_SERVER_HEADER", "_get_cached_date_header"}


def signatures():
    for kinds in (OVERRIDDEN, CALLED):
        for kind, methods in kinds.items():
            for name, signature in methods.items():
                yield pytest.param(kind, name, signature, id=f"{kind.__name__}.{name}")


@pytest.mark.parametrize(("kind", "name", "signature"), signatures())
def test_gunicorn_has_the_method_with_this_signature(kind, name, signature):
    assert str(inspect.signature(inspect.getattr_static(kind, name))) == signature


@pytest.mark.parametrize("kind", READ, ids=lambda kind: kind.__name__)
def test_gunicorn_has_the_attributes_that_are_read(kind):
    source = "".join(inspect.getsource(each) for each in kind.__mro__[:-1])
    missing = {
        name
        for name in READ[kind]
        if not (hasattr(kind, name) or re.search(rf"self\.{name}\b.* = ", source))
    }
    assert missing == set()


def test_gunicorn_has_the_names_of_its_module():
    assert all(hasattr(protocol, name) for name in OF_MODULE)
    assert callable(protocol._get_cached_date_header)
    assert protocol._CACHED_SERVER_HEADER.endswith(b"\r\n")


def nodes(kind):
    for path in SERVER:
        yield from (n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, kind))


def private_names_of_gunicorn():
    sources = (inspect.getsource(module) for module in (protocol, gasgi))
    return set(re.findall(r"\b_[a-zA-Z]\w+", "".join(sources)))


def test_every_private_name_that_is_used_is_listed():
    listed = {
        *(name for methods in OVERRIDDEN.values() for name in methods),
        *(name for methods in CALLED.values() for name in methods),
        *(name for names in READ.values() for name in names),
        *OF_MODULE,
    }
    attributes = {node.attr for node in nodes(ast.Attribute)}
    methods = {node.name for node in nodes(ast.FunctionDef | ast.AsyncFunctionDef)}
    used = (attributes | methods) & private_names_of_gunicorn()
    assert {"_body_receiver", "_send_error_response"} <= used
    assert used - listed == set()


def test_every_method_that_is_overridden_is_listed():
    subclasses = [
        each for each in nodes(ast.ClassDef) if each.name.endswith(("Protocol", "Worker"))
    ]
    ours = {
        node.name
        for each in subclasses
        for node in each.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for kind, methods in OVERRIDDEN.items():
        theirs = {name for name in vars(kind) if callable(getattr(kind, name))}
        assert (ours & theirs) - {"__init__"} == set(methods) - {"__init__"}


def test_only_the_server_knows_gunicorn():
    importing = re.compile(r"^\s*(?:from|import) gunicorn\b", re.MULTILINE)
    assert [path for path in OTHERS if importing.search(path.read_text())] == []


def test_gunicorn_is_bound_to_the_minor_release_that_was_tried():
    lines = (ROOT / "requirements/main.in").read_text().splitlines()
    [line] = [each for each in lines if each.startswith("gunicorn")]
    bounds = Requirement(line.partition("#")[0]).specifier
    installed = version("gunicorn")
    major, minor = map(int, installed.split(".")[:2])
    assert installed in bounds
    assert f"{major}.{minor + 1}" not in bounds
    assert f"{major}.{minor}.99" in bounds
