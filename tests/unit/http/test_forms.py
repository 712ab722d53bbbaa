"""Forms are read in one way, or refused with what is wrong."""

import pytest
from pyramid.httpexceptions import HTTPBadRequest

from warehouse.http.forms import LONGEST_FIELD, MOST_FIELDS, read_form

PLAIN = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=b"


def part(name, value, more=b""):
    head = b'Content-Disposition: form-data; name="%s"' % name
    return b"--b\r\n%s%s\r\n\r\n%s\r\n" % (head, more, value)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (PLAIN, b"a=1&b=%C3%BC&c="),
        (f"{PLAIN}; charset=UTF-8", "a=1&b=ü&c=".encode()),
        (
            PARTS,
            part(b"a", b"1") + part(b"b", b"\xc3\xbc") + part(b"c", b"") + b"--b--\r\n",
        ),
    ],
)
def test_forms_as_browsers_send_them_are_read(kind, body):
    assert list(read_form(kind, body).items()) == [("a", "1"), ("b", "ü"), ("c", "")]


@pytest.mark.parametrize("kind", ["", "application/json", "text/plain", "nonsense"])
def test_a_body_that_is_no_form_has_no_fields(kind):
    assert not read_form(kind, b'{"a": 1}')


@pytest.mark.parametrize(
    ("kind", "body", "problem"),
    [
        (PLAIN, b"a=1&a=2", "sent twice"),
        (PLAIN, b"a=%FF", "UTF-8"),
        (PLAIN, b"a=\xff", "UTF-8"),
        (f"{PLAIN}; charset=latin-1", b"a=1", "UTF-8"),
        (PLAIN, b"&".join([b"a=1"] * (MOST_FIELDS + 1)), "more than 200 fields"),
        (PARTS, part(b"a", b"1") + part(b"a", b"2") + b"--b--\r\n", "sent twice"),
        (PARTS, part(b"a", b"1", b'; filename="x"') + b"--b--\r\n", "not a file"),
        (PARTS, part(b"a", b"1", b'; filename=""') + b"--b--\r\n", "not a file"),
        (PARTS, part(b"a", b"\xff") + b"--b--\r\n", "UTF-8"),
        (PARTS, part(b"a", b"x" * (LONGEST_FIELD + 1)) + b"--b--\r\n", "broken"),
        (PARTS, part(b"a", b"1"), "broken"),
        (PARTS, b"nothing", "broken"),
        (PARTS, part(b"a", b"1") * (MOST_FIELDS + 1) + b"--b--\r\n", "broken"),
        ("multipart/form-data", part(b"a", b"1"), "no boundary"),
        ("multipart/form-data; boundary=", part(b"a", b"1"), "no boundary"),
    ],
)
def test_a_form_that_no_page_of_ours_sends_is_refused(kind, body, problem):
    with pytest.raises(HTTPBadRequest, match=problem):
        read_form(kind, body)
