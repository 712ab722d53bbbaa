"""Names are read out of lists while these come, and of nothing else."""

import json

import pytest

from warehouse.simple_pages import PageUnreadable
from warehouse.simple_pages.names import names_in
from warehouse.simple_pages.reading import JSON

META = '{"meta": {"api-version": "1.3"}, '
HTML = """<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.0">
</head><body><a href="/simple/a/">A.b</a> <a href="/simple/c-d/">no name</a>
<a href="mailto:x@y">!</a><a href="/simple/e/">e</a></body></html>"""


def pieces(text, size):
    data = text.encode()
    return iter([data[n : n + size] for n in range(0, len(data), size)])


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_names_come_in_pieces_of_any_size(size):
    projects = [{"_last-serial": 12, "name": "A.b"}, {"name": "été"}, {"name": "c\\d"}]
    projects += [{"name": "e", "x": {"name": "not"}}]
    text = json.dumps({"name": "not", "n": 12, "projects": projects})[1:]
    assert list(names_in(pieces(META + text, size), JSON)) == ["A.b", "e"]
    ascii_only = json.dumps({"projects": projects}, ensure_ascii=False)[1:]
    assert list(names_in(pieces(META + ascii_only, size), JSON)) == ["A.b", "e"]
    assert list(names_in(pieces(META + '"projects": []}\n', size), JSON)) == []
    assert list(names_in(pieces(HTML, size), "text/html")) == ["A.b", "c-d", "e"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (META + '"projects": [{"name": "a"}, {"na', "is cut"),
        (META + '"projects": [{"name": "a"}', "end is missing"),
        (META + '"projects": [{"name": "a"}] []', "end is missing"),
        (META + '"projects": [{"name": "a"}]} []', "something follows"),
        (META + '"projects": ["a"]}', "no list of objects"),
        (META + '"projects": {"name": "a"}}', "end is missing"),
        (META[:-2] + "}", "no projects"),
        ('{"projects": [{"name": "a"}]}', "no meta"),
        ('{"meta": {"api-version": "2.0"}, "projects": []}', "version"),
        ('{"meta": [], "projects": []}', "no api-version"),
        ('{"x": "' + "x" * 1_200_000 + '"}', "over a mebibyte"),
        ("[" * 100_000, "end is missing"),
        ('{"x": ' + "[" * 100_000, "is cut"),
        ("", "end is missing"),
    ],
)
def test_a_text_that_is_no_list_is_refused(text, problem):
    with pytest.raises(PageUnreadable, match=problem):
        list(names_in(pieces(text, 65_536), JSON))


def test_other_bytes_and_types_are_refused():
    with pytest.raises(PageUnreadable, match="not UTF-8"):
        list(names_in(iter([b'{"\xff']), JSON))
    with pytest.raises(PageUnreadable, match="content type"):
        list(names_in(iter([b""]), "text/css"))
    with pytest.raises(PageUnreadable, match="version"):
        list(names_in(pieces(HTML.replace("1.0", "2.0"), 100), "text/html"))
    with pytest.raises(PageUnreadable, match="over a mebibyte"):
        list(names_in(pieces("<a " + "x" * 2_000_000, 65_536), "text/html"))
