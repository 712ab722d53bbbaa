"""Input of uploaders is parsed in time proportional to its length."""

import io
from pathlib import Path

import pytest
from packaging.metadata import parse_email

from tests.builders import forms
from tests.builders.costs import growth
from tests.builders.wheels import metadata, wheel
from warehouse.forklift import reception
from warehouse.forklift.archives import opened_wheel
from warehouse.forklift.entry_points import entry_points_problem
from warehouse.forklift.metadata import InvalidField, check, from_file, from_form
from warehouse.forklift.record import record_differences
from warehouse.forklift.refusals import Refused
from warehouse.packaging.authors import readable
from warehouse.packaging.descriptions import fit_for_a_page
from warehouse.packaging.versions import sort_key

LINEAR = 9
"""Four times as much takes four times as long; of quadratic work it would be sixteen."""

HEAD = metadata(metadata_version="2.5").rstrip() + b"\n"


def judged(data):
    try:
        check(from_file(data))
    except InvalidField:
        return


def lines(text):
    """A metadata file with this many of these lines."""
    return lambda size: HEAD + b"".join(text % number for number in range(size))


def value(title, piece):
    """A metadata file with one value of so many pieces."""
    return lambda size: HEAD + title + b": " + piece * size + b"\n"


FILES = {
    "unknown headers": (lines(b"X-%d: y\n"), 4000),
    "names in other cases": (lines(b"sUMMARY: %d\n"), 4000),
    "continuations": (lines(b" %d\n"), 8000),
    "requirements": (lines(b"Requires-Dist: a%d>=1; extra == 'x'\n"), 500),
    "links": (lines(b"Project-URL: L%d, https://a.example\n"), 20),
    "extras": (lines(b"Provides-Extra: e%d\n"), 400),
    "licenses": (lines(b"License-File: LICENSE-%d\n"), 600),
    "modules": (lines(b"Import-Name: a%d\n"), 600),
    "dynamic fields": (lambda size: HEAD + b"Dynamic: summary\n" * size, 20),
    "unknown classifiers": (lines(b"Classifier: Topic :: %d\n"), 100),
    "keywords": (value(b"Keywords", b"a,"), 2000),
    "keywords that are not ASCII": (value(b"Keywords", "é,".encode()), 2000),
    "addresses": (value(b"Author-Email", b"a <a@b.example>,"), 150),
    "comments in addresses": (value(b"Author-Email", b"("), 2000),
    "specifiers": (value(b"Requires-Python", b"!=3.1,"), 40),
    "markers": (value(b"Requires-Dist", b"a;" + b"(extra=='x')or"), 80),
    "license terms": (value(b"License-Expression", b"MIT AND "), 120),
    "parentheses": (value(b"License-Expression", b"("), 900),
    "parameters of a type": (value(b"Description-Content-Type", b"a;b="), 12),
    "a folded description": (value(b"Description", b"x\n        "), 8000),
    "a long description": (lambda size: HEAD + b"\n" + b"x\n" * size, 100_000),
    "nested messages": (
        lambda size: HEAD + b"\nContent-Type: message/rfc822\n" * size,
        500,
    ),
    "spaces": (value(b"Summary", b" "), 50_000),
}


def test_quadratic_work_is_found_out():
    make, size = FILES["unknown headers"]
    assert growth(parse_email, make, size // 10) > LINEAR


@pytest.mark.parametrize("kind", FILES)
def test_metadata_files(kind):
    make, size = FILES[kind]
    assert growth(judged, make, size) < LINEAR


@pytest.mark.parametrize(
    ("key", "piece", "size"),
    [("description", "a\n        ", 8000), ("keywords", "a,", 2000)],
)
def test_forms_are_checked_in_linear_time(key, piece, size):
    head = {"metadata_version": ("2.1",), "name": ("a",), "version": ("1",)}

    def make(times):
        return {**head, key: (piece * times,)}

    assert growth(lambda form: check(from_form(form)), make, size) < LINEAR


def received(data):
    environ = {
        "CONTENT_TYPE": f"multipart/form-data; boundary={forms.BOUNDARY.decode()}",
        "CONTENT_LENGTH": str(len(data)),
        "wsgi.input": io.BytesIO(data),
    }
    try:
        receiver = reception.UploadReception(environ["CONTENT_TYPE"], None)
        with reception.received(environ, receiver):
            return
    except Refused:
        return


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (lambda size: forms.body({f"f{number}": "" for number in range(size)}), 1000),
        (lambda size: forms.body({"f": [""] * size}), 1000),
        (lambda size: forms.body({"description": "x\r\n" * size}), 50_000),
        (lambda size: forms.body({"description": "\r\n--a" * size}), 50_000),
    ],
)
def test_bodies_are_received_in_linear_time(make, size):
    assert growth(received, make, size) < LINEAR


def opened(tmp_path, size, extra):
    path = tmp_path / f"{size}.whl"
    path.write_bytes(wheel(extra=extra))
    return opened_wheel(path)


@pytest.mark.parametrize("name", ["ab", "a/" * 50 + "b"])
def test_records_are_compared_in_linear_time(tmp_path: Path, name):
    def make(size):
        extra = {f"{name}{number}": b"" for number in range(size)}
        return opened(tmp_path, size, extra)

    info = "example-1.0.dist-info"
    assert growth(lambda archive: record_differences(archive, info), make, 200) < LINEAR


@pytest.mark.parametrize("line", ["a%d = b:c\n", "[s%d]\n", " a%d\n", "# %d\n"])
def test_entry_points(tmp_path: Path, line):
    info = "example-1.0.dist-info"

    def make(size):
        text = "[console_scripts]\n" + "".join(line % number for number in range(size))
        return opened(tmp_path, size, {f"{info}/entry_points.txt": text.encode()})

    assert growth(lambda archive: entry_points_problem(archive, info), make, 2000) < LINEAR


@pytest.mark.parametrize(
    ("work", "piece", "size"),
    [
        (readable, "=?utf-8?q?a?= ", 500),
        (readable, "=?", 20_000),
        (fit_for_a_page, '<a href="#x" id="y">z</a>', 4000),
        (fit_for_a_page, "<a ", 4000),
        (fit_for_a_page, "<picture>", 4000),
        (fit_for_a_page, "<h1>a</h1>", 4000),
        (fit_for_a_page, "<a> ", 4000),
        (sort_key, "1.", 4000),
        (sort_key, "a-", 4000),
    ],
)
def test_texts_of_pages_are_made_in_linear_time(work, piece, size):
    assert growth(work, lambda times: piece * times, size) < LINEAR
