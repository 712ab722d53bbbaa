"""Headers of proxies are believed as far as somebody vouches for them."""

import io

import pytest

from warehouse.application import LARGEST_BODY, ProxyHeaders, SmallBodies

FORGED = {
    "HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2, 3.3.3.3",
    "HTTP_X_FORWARDED_PROTO": "http, https",
    "HTTP_X_FORWARDED_HOST": "evil.example, index.example",
}


def seen(trusted, **headers):
    """What the application behind is told."""
    environ = {
        "REMOTE_ADDR": "9.9.9.9",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "here",
        **headers,
    }
    told = {}
    ProxyHeaders(lambda e, s: told.update(e) or [], trusted=trusted)(environ, None)
    assert not any(name.startswith("HTTP_X_FORWARDED") for name in told)
    return told["REMOTE_ADDR"], told["wsgi.url_scheme"], told["HTTP_HOST"]


@pytest.mark.parametrize(
    ("trusted", "expected"),
    [
        (0, ("9.9.9.9", "http", "here")),
        (1, ("3.3.3.3", "https", "index.example")),
        (2, ("2.2.2.2", "http", "evil.example")),
        (3, ("1.1.1.1", "http", "here")),
        (4, ("9.9.9.9", "http", "here")),
        (-1, ("9.9.9.9", "http", "here")),
    ],
)
def test_as_many_entries_as_there_are_proxies(trusted, expected):
    assert seen(trusted, **FORGED) == expected


def test_odd_headers_change_nothing():
    odd = {"HTTP_X_FORWARDED_FOR": " , ,", "HTTP_X_FORWARDED_PROTO": "gopher"}
    assert seen(1, **odd) == ("9.9.9.9", "http", "here")


def answered(**environ):
    said = []
    application = SmallBodies(lambda e, s: s("200 OK", []) or [b"fine"])
    given = {"PATH_INFO": "/", "wsgi.input": io.BytesIO(bytes(LARGEST_BODY)), **environ}
    application(given, lambda status, headers: said.append(status))
    return said[0]


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({}, "200"),
        ({"CONTENT_LENGTH": ""}, "200"),
        ({"CONTENT_LENGTH": str(LARGEST_BODY)}, "200"),
        ({"CONTENT_LENGTH": str(LARGEST_BODY + 1)}, "413"),
        ({"CONTENT_LENGTH": "5", "wsgi.input": io.BytesIO(b"four")}, "400"),
        ({"CONTENT_LENGTH": "-1"}, "413"),
        ({"CONTENT_LENGTH": "many"}, "413"),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, "411"),
        ({"HTTP_TRANSFER_ENCODING": "chunked", "PATH_INFO": "/legacy/"}, "200"),
        ({"CONTENT_LENGTH": str(LARGEST_BODY + 1), "PATH_INFO": "/legacy/"}, "200"),
    ],
)
def test_large_bodies_are_for_uploads(environ, status):
    assert answered(**environ).startswith(status)
