"""Every request to every address has an answer that is no error of ours.

Requests are made of the table of routes: each of its addresses, filled with what is there
and with what is not, by any method, with parameters, headers and bodies that mean
something to us and values that mean nothing to anybody. `TRIES=50000` asks more of them.
"""

import os
from io import BytesIO
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from pyramid.interfaces import IRoutesMapper

from tests.factories.accounts import make_user
from tests.factories.packaging import make_file, make_project, make_release
from warehouse.application import wrap

TRIES = int(os.environ.get("TRIES", "0"))
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "get")

REAL = st.sampled_from(
    [
        "example",
        "Example",
        "1.0",
        "v1.0",
        "alice",
        "0123456789abcdef",
        "json",
        "file_upload",
    ]
)
ODD = st.sampled_from(
    [
        *(
            "",
            " ",
            ".",
            "..",
            "-",
            "_",
            "--",
            "%",
            "\0",
            "\n",
            "\r\n\r\n",
            "\t",
            "\x7f",
            "\\",
        ),
        *(
            "9" * 5000,
            "-" + "9" * 5000,
            "1!" + "9" * 4301,
            "1." * 400 + "1",
            "0x10",
            "1e999",
        ),
        *("²", "٣", "İ", "ß", "\u212a", "e\u0301", "\ud800", "\ufeff", "\u202e", "😀" * 50),
        *(
            "a" * 70_000,
            "../../etc/passwd",
            "//evil.example",
            "http://[::1",
            "[",
            "]",
            "{}",
        ),
        *("' OR 1=1 --", "<script>", "${7*7}", "{{7*7}}", "%s%n", "bytes=--", "bytes=5-2"),
        *(
            ";;q=,",
            "*/*;q=2",
            'W/"',
            '"',
            "gzip;q=nan",
            "Basic !!",
            "Bearer x",
            "Basic Og==",
        ),
        *("multipart/form-data", "multipart/form-data; boundary=", "text/xml; charset=x"),
        *(
            "application/x-www-form-urlencoded; charset=utf-99",
            "None",
            "null",
            "true",
            "-1",
        ),
        *(
            ">=1",
            "cp312 win",
            "1.0/../..",
            "1.0#x",
            "1.0?x",
            "1.0;x",
            "1.0+ü",
            "%2e%2e",
            "%zz",
        ),
    ]
)
VALUES = REAL | ODD | st.text(max_size=8)
PARAMETERS = st.sampled_from(
    [
        *(
            ":action",
            "name",
            "version",
            "c",
            "q",
            "o",
            "page",
            "python",
            "license",
            "wheels",
        ),
        *("status", "updated", "format", "locale_id", "next", "after", "term", "username"),
        *("password", "csrf_token", "macaroon_id", "token_scope", "description", "content"),
    ]
)
HEADERS = st.sampled_from(
    [
        *("Accept", "Accept-Encoding", "Accept-Language", "Authorization", "Content-Type"),
        *("Cookie", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range"),
        *("If-Unmodified-Since", "Origin", "Prefer", "Range", "Referer", "User-Agent"),
        *("X-Csrf-Token", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
        *("X-HTTP-Method-Override", "Transfer-Encoding", "Content-Length", "Expect"),
    ]
)
PAIRS = st.lists(st.tuples(PARAMETERS, VALUES), max_size=3)
XML = b"<?xml version='1.0'?><methodCall><methodName>%s</methodName><params>%s</params>"


def encoded(text):
    """Text as a client may send it, which need not be text."""
    return text.encode("utf-8", "surrogatepass")


def form(pairs):
    return urlencode([(name, encoded(value)) for name, value in pairs]).encode()


def multipart(pairs):
    parts = [
        b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        % (name.encode(), b'; filename="x"' if len(value) % 2 else b"", encoded(value))
        for name, value in pairs
    ]
    return b"".join(parts) + b"--b--\r\n"


BODIES = st.one_of(
    st.just(("", b"")),
    st.binary(max_size=40).map(lambda body: ("application/octet-stream", body)),
    PAIRS.map(lambda pairs: ("application/x-www-form-urlencoded", form(pairs))),
    PAIRS.map(lambda pairs: ("multipart/form-data; boundary=b", multipart(pairs))),
    PAIRS.map(lambda pairs: ("multipart/form-data; boundary=b", multipart(pairs)[:-9])),
    PAIRS.map(lambda pairs: ("multipart/form-data", multipart(pairs))),
    st.tuples(VALUES, VALUES).map(
        lambda said: ("text/xml", XML % tuple(map(encoded, said)) + b"</methodCall>")
    ),
)


@pytest.fixture
def application(configurator, client, db):
    """An index with something in it."""
    alice = make_user(db, "alice")
    project = make_project(db, "Example", owner=alice)
    make_file(db, make_release(db, project, "1.0"), "example-1.0.tar.gz")
    return wrap(configurator)


@pytest.fixture
def patterns(configurator):
    mapper = configurator.registry.getUtility(IRoutesMapper)
    return sorted({each.pattern for each in mapper.get_routes()} | {"/nowhere/{name}/"})


def filled(pattern, values):
    """The path of a route, its parts replaced by `values` one after the other."""
    pieces = pattern.replace("{", "}").split("}")
    for position in range(1, len(pieces), 2):
        pieces[position] = values[position // 2 % len(values)]
    return encoded("".join(pieces)).decode("latin-1")


def environ_of(method, path, query, headers, body):
    kind, content = body
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(content),
        "wsgi.errors": BytesIO(),
        "wsgi.version": (1, 0),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        key = name.upper().replace("-", "_")
        key = key if key.startswith("CONTENT_") else f"HTTP_{key}"
        environ[key] = encoded(value).decode("latin-1")
    return environ


def answer(application, environ):
    said = []
    body = application(environ, lambda status, headers, *_: said.append((status, headers)))
    try:
        b"".join(body)
    finally:
        getattr(body, "close", lambda: None)()
    [(status, headers)] = said
    return int(status.split(" ", 1)[0]), headers


@given(data=st.data())
@settings(
    max_examples=TRIES or 600,
    phases=(Phase.generate,),
    derandomize=not TRIES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_there_is_an_answer_to_everything(application, patterns, data):
    pattern = data.draw(st.sampled_from(patterns))
    values = data.draw(st.lists(VALUES, min_size=2, max_size=3))
    query = data.draw(PAIRS.map(lambda pairs: form(pairs).decode()) | ODD.map(quote_odd))
    environ = environ_of(
        data.draw(st.sampled_from(METHODS)),
        filled(pattern, values),
        query,
        data.draw(st.lists(st.tuples(HEADERS, VALUES), max_size=3)),
        data.draw(BODIES),
    )
    note({key: str(value)[:200] for key, value in environ.items() if key.isupper()})
    status, headers = answer(application, environ)
    assert 200 <= status < 500
    for name, value in headers:
        assert (name + value).isprintable(), (name, value)


def quote_odd(text):
    """A query string that is no list of parameters."""
    return quote(encoded(text), safe="&=%;+[]{}<>")
