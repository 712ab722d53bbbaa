"""Fitting a description into a page: links, headings, tables, tasks and pictures."""

import re

import pytest

from warehouse.packaging.descriptions import render
from warehouse.packaging.fitting import fit_for_a_page

MARKDOWN = "text/markdown"
COMMON = "text/markdown; variant=CommonMark"


def shown(raw, kind=MARKDOWN):
    html = render(raw, kind).html
    assert html is not None
    return fit_for_a_page(html)


def dead(html):
    """The fragments that no element of `html` has as its id."""
    places = set(re.findall(r' id="([^"]*)"', html)) | {"description"}
    return {each for each in re.findall(r'href="#([^"]*)"', html) if each not in places}


def test_ids_stand_apart_from_those_of_the_page():
    html = '<h1 id="files">F</h1><p title=" id=">id="x" <a href="#files" name="a">x</a></p>'
    assert fit_for_a_page(html) == (
        '<h3 id="description-files">F</h3><p title=" id=">id="x" '
        '<a href="#description-files" id="description-a">x</a></p>'
    )
    for untouched in (
        '<a href="https://e.example/#x">x</a>',
        "<p> id=&quot;</p>",
        "id=",
    ):
        assert fit_for_a_page(untouched) == untouched


@pytest.mark.parametrize(
    ("raw", "kind", "place"),
    [
        ("# The Heading\n\n[x](#the-heading)", MARKDOWN, "the-heading"),
        ("# The Heading\n\n[x](#The-Heading)", MARKDOWN, "the-heading"),
        ("# Über *uns*\n\n[x](#über-uns)", MARKDOWN, "über-uns"),
        ("# A\n\n# A\n\n[x](#a-1)", MARKDOWN, "a-1"),
        ('<a id="here"></a>\n\n[x](#here)', MARKDOWN, "here"),
        ('<a name="here"></a>\n\n[x](#here)', MARKDOWN, "here"),
        ('<p id="here">y</p>\n\n[x](#here)', MARKDOWN, "here"),
        ('<a name="a&amp;b"></a>\n\n[x](#a&b)', MARKDOWN, "a&amp;b"),
        ('<a name="here"></a>\n\n[x](#user-content-here)', MARKDOWN, "here"),
        ('<a name="here"></a>\n\n[x](#here)', COMMON, "here"),
        ("text[^1]\n\n[^1]: note", MARKDOWN, "fn-1"),
        ("`x <#one>`_\n\nOne\n===\n\ntext", None, "one"),
        ("`One`_\n\nOne\n===\n\ntext", None, "one"),
        (".. _here:\n\ntext\n\nhere_", None, "here"),
        (".. contents::\n\nOne\n===\n\ntext\n\nTwo\n===\n\ntext", None, "two"),
        ("text [1]_\n\n.. [1] note", None, "1"),
    ],
)
def test_links_within_a_description_lead_where_they_should(raw, kind, place):
    html = shown(raw, kind)
    assert place in re.findall(r'href="#description-([^"]*)"', html)
    assert not dead(html)


@pytest.mark.parametrize("kind", [MARKDOWN, COMMON])
@pytest.mark.parametrize("fragment", ["#top", "#", "#TOP"])
def test_the_top_of_a_description_is_its_beginning(kind, fragment):
    assert 'href="#description"' in shown(f"[x]({fragment})", kind)


def test_an_anchor_named_top_is_the_top_of_the_description():
    assert 'href="#description-top"' in shown('a\n\n<a id="top"></a>[x](#top)')


def test_a_link_to_nothing_is_none():
    assert shown("[x](#nowhere)") == "<p><a>x</a></p>\n"
    assert shown("[x](#files)") == "<p><a>x</a></p>\n"


def test_no_id_is_there_twice():
    html = shown('# A\n\n<a id="a"></a><a name="a"></a>[x](#a)')
    assert re.findall(r' id="([^"]*)"', html) == ["description-a"]


@pytest.mark.parametrize(
    ("raw", "levels"),
    [
        ("# a\n## b\n# c", "343"),
        ("##### a\n# b\n### c\n#### d\n### e", "33454"),
        ("# a\n\n# b\n## c\n### d\n#### e\n##### f\n###### g", "3345666"),
        ("# a\n##\n### b", "34"),
        ('<h1><img src="https://e.example/x.png"></h1>\n\n## a', "3"),
        ('<h1><img src="https://e.example/x.png" alt="x"></h1>\n\n## a', "34"),
        ('<h1><img src="x.png" alt="x"></h1>\n\n## a', "3"),
        ("# &nbsp;\n## a", "3"),
    ],
)
def test_headings_go_down_one_by_one_and_say_something(raw, levels):
    html = shown(raw)
    assert "".join(re.findall(r"<h(\d)", html)) == levels
    assert "".join(re.findall(r"</h(\d)", html)) == levels
    assert html.count("<div") == html.count("</div>")


def test_tables_scroll_by_themselves_and_keep_how_they_stand():
    html = shown("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |")
    assert html.startswith('<div class="description__table" tabindex="0"><table>')
    assert html.rstrip().endswith("</table></div>")
    aligned = re.findall(r'<td class="align-(\w+)">(\d)', html)
    assert aligned == [("left", "1"), ("center", "2"), ("right", "3")]
    inner = "<table><tr><td><table><tr><td>x</td></tr></table></td></tr></table>"
    assert shown(inner).count("<div") == 1
    table = (
        ".. table::\n   :align: right\n\n   == ==\n   a  b\n   == ==\n   1  2\n   == ==\n"
    )
    assert '<table class="align-right">' in shown(table, None)


def test_tasks_are_called_what_they_say():
    html = shown('- [ ] mow **the** "lawn"\n  - [x] near\n\n1. [ ] x <b>y</b>\n\n- [ ]\n')
    labels = re.findall(r'type="checkbox"[^>]* aria-label="([^"]*)"', html)
    assert labels == ["mow the &quot;lawn&quot;", "near", "x y"]
    assert html.count("<input") == 3
    long = shown("- [ ] " + "word " * 200)
    assert len(re.findall(r'aria-label="([^"]*)"', long)[0]) < 220


def test_remains_of_pictures_and_links_are_taken_out():
    for html, fit in [
        ('<img src="/x">', '<img src="/x" alt="">'),
        (
            '<img alt="a" src="http://e.example/x">',
            '<img alt="a" src="http://e.example/x">',
        ),
        ('a<img src="doc/x.png">b', "ab"),
        ('<a href="doc/" rel="nofollow">x</a>', "<a>x</a>"),
        ('<a href="http:e.example">x</a>', "<a>x</a>"),
        ('<a href="mailto:a@e.example">x</a>', '<a href="mailto:a@e.example">x</a>'),
        ("a<img>b<br>c", "ab<br>c"),
        ('<a rel="nofollow">x</a>', "<a>x</a>"),
        ('<h1><a href="#x" rel="nofollow"></a>x</h1>', "<h3>x</h3>"),
        ('<a id="x"></a>', '<a id="description-x"></a>'),
        ('<input disabled="">', ""),
        ('<input type="checkbox" disabled="">', ""),
        ('<pre lang="toml" class="toml">y</pre>', '<pre tabindex="0">y</pre>'),
        ('<p class="banner">x</p>', "<p>x</p>"),
        ('<p class="banner k s1 align-left">x</p>', '<p class="k s1 align-left">x</p>'),
        ('<p align="Center">x</p>', '<p class="align-center">x</p>'),
        ('<p align="banner">x</p>', "<p>x</p>"),
    ]:
        assert fit_for_a_page(html) == fit
