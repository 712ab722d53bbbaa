"""Headers of proxies are believed as far as somebody vouches for them."""

import io

import pytest
from pyramid.httpexceptions import HTTPError

from warehouse.application import LARGEST_BODY, ProxyHeaders, SmallBodies

FORGED = {
    "HTTP_X_FORWARDED_FOR": "1.1.1.1, 2.2.2.2, 3.3.3.3",
    "HTTP_X_FORWARDED_PROTO": "http, https",
    "HTTP_X_FORWARDED_HOST": "evil.example, index.example",
}


def seen(trusted, **headers):
    """Return the environment that the application behind is given."""
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


def read(**environ):
    """The size of what the application behind reads, or the status it is to answer."""
    found = []

    def application(environ, start_response):
        try:
            found.append(len(environ["wsgi.input"].read()))
        except HTTPError as error:
            found.append(error.status_int)
        return []

    given = {"PATH_INFO": "/", "wsgi.input": io.BytesIO(b"x" * LARGEST_BODY), **environ}
    SmallBodies(application)(given, None)
    return found[0]


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, 0),
        ({"CONTENT_LENGTH": ""}, 0),
        ({"CONTENT_LENGTH": "7"}, 7),
        ({"CONTENT_LENGTH": str(LARGEST_BODY)}, LARGEST_BODY),
        ({"CONTENT_LENGTH": str(LARGEST_BODY + 1)}, 413),
        ({"CONTENT_LENGTH": "1" * 5000}, 413),
        ({"CONTENT_LENGTH": "5", "wsgi.input": io.BytesIO(b"four")}, 400),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "many"}, 400),
        ({"CONTENT_LENGTH": "\xb2"}, 400),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        ({"HTTP_TRANSFER_ENCODING": "chunked", "PATH_INFO": "/legacy/"}, LARGEST_BODY),
        ({"CONTENT_LENGTH": "9999999", "PATH_INFO": "/legacy/"}, LARGEST_BODY),
    ],
)
def test_large_bodies_are_for_uploads(environ, found):
    assert read(**environ) == found


def test_a_body_that_is_too_large_harms_nobody_who_does_not_read_it():
    answers = SmallBodies(lambda environ, start_response: [b"405"])
    given = {"PATH_INFO": "/simple/", "CONTENT_LENGTH": "9999999", "wsgi.input": None}
    assert answers(given, None) == [b"405"]
