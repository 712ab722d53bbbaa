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
    return fit_for_a_page(html).html


def anchor(place):
    return (
        f'<a class="description__anchor" href="#description-{place}" '
        'tabindex="-1" aria-hidden="true"></a>'
    )


def dead(html):
    """The fragments that no element of `html` has as its id."""
    places = set(re.findall(r' id="([^"]*)"', html)) | {"description"}
    return {each for each in re.findall(r'href="#([^"]*)"', html) if each not in places}


def test_ids_stand_apart_from_those_of_the_page():
    html = '<h1 id="files">F</h1><p title=" id=">id="x" <a href="#files" name="a">x</a></p>'
    assert fit_for_a_page(html).html == (
        f'<h3 id="description-files">F{anchor("files")}</h3><p title=" id=">id="x" '
        '<a id="description-a" href="#description-files">x</a></p>'
    )
    for untouched in (
        '<a href="https://e.example/#x">x</a>',
        "<p> id=&quot;</p>",
        "id=",
    ):
        assert fit_for_a_page(untouched).html == untouched


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
        ('<h1><img src="x.png" alt="x"></h1>\n\n## a', "34"),
        ('<h1><img src="x.png"></h1>\n\n## a', "3"),
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
        ('<img src="/x">', ""),
        ('<a href="/x">y</a>', "<a>y</a>"),
        ('a <img src="doc/x.png" alt="x &amp; y"> b', "a x &amp; y b"),
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
        ("<summary><h1>&</h1></summary>", "<summary><h3>&</h3></summary>"),
        ('<a id="x"></a>', '<a id="description-x"></a>'),
        ('<input disabled="">', ""),
        ('<input type="checkbox" disabled="">', ""),
        ('<pre lang="toml" class="toml">y</pre>', '<pre tabindex="0">y</pre>'),
        ('<p class="banner">x</p>', "<p>x</p>"),
        ('<p class="banner k s1 align-left">x</p>', '<p class="k s1 align-left">x</p>'),
        ('<p align="Center">x</p>', '<p class="align-center">x</p>'),
        ('<p align="banner">x</p>', "<p>x</p>"),
    ]:
        assert fit_for_a_page(html).html == fit


def test_headings_can_be_linked_and_listed():
    text = "# A *b*\n\n## A b\n\n" + "".join(f"### {n}\n\n{'x' * 900}\n" for n in "cdefg")
    for kind, second in ((MARKDOWN, "a-b-1"), (COMMON, "a-b-1")):
        fitted = fit_for_a_page(render(text, kind).html)
        assert [(e.depth, e.place[12:], e.text) for e in fitted.contents[:3]] == [
            (0, "a-b", "A b"),
            (1, second, "A b"),
            (2, "c", "c"),
        ]
        for each in fitted.contents:
            assert fitted.html.count(f' id="{each.place}"') == 1
            assert fitted.html.count(f' href="#{each.place}"') == 1
    assert not fit_for_a_page(render(text[:3000], MARKDOWN).html).contents
    assert not fit_for_a_page(render("# Contents\n" + text, MARKDOWN).html).contents
    linked = fit_for_a_page('<a href="#x"><h1 id="x">y</h1></a>').html
    assert linked.count("<a ") == 1


@pytest.mark.parametrize(
    ("raw", "kind", "found"),
    [
        (
            "> [!WARNING]\n> x",
            MARKDOWN,
            '<aside class="description__notice description__notice--warning">\n'
            '<p class="description__notice-title">Warning</p>\n<p>x</p>\n</aside>',
        ),
        (".. tip:: x", None, '"description__notice description__notice--tip"'),
        (".. admonition:: Mine\n\n   x", None, 'notice-title">Mine</p>'),
        ("``x``", None, "<p><code>x</code></p>"),
        ("Term\n\n: what it is", MARKDOWN, "<dt>Term</dt>\n<dd>"),
        ("a[^1]\n\n[^1]: b", MARKDOWN, '<section class="description__footnotes">'),
        (":tada: <kbd>x</kbd><!-- y -->", MARKDOWN, "<p>🎉 <kbd>x</kbd></p>"),
        ("<details open><summary>x</summary>y</details>", MARKDOWN, '<details open="">'),
        ("<center>x</center>", MARKDOWN, '<div class="align-center">x</div>'),
        ("```mermaid\ngraph\n```", MARKDOWN, '<pre data-language="mermaid" tabindex'),
        ("```diff\n-x\n```", MARKDOWN, '<code><span class="gd">-x</span>'),
        ("```rust,ignore\nfn x\n```", MARKDOWN, '<span class="k">fn</span>'),
        ("$x^2$", MARKDOWN, "<mn>2</mn>"),
        (":math:`x^2`", None, "<mn>2</mn>"),
        ("$HOME/x:$PATH", MARKDOWN, "<p>$HOME/x:$PATH</p>"),
        ("```math\n\\foo{\n```", MARKDOWN, '<pre data-language="math" tabindex="0">'),
        ("$\\text{<script>}$ $`\\pmod\\\\[`$", MARKDOWN, "<mtext>&lt;script&gt;</mtext>"),
    ],
)
def test_texts_look_as_their_authors_meant(raw, kind, found):
    assert found in shown(raw, kind)


@pytest.mark.parametrize(
    "raw",
    [
        '<picture><source media="(prefers-color-scheme: dark)" srcset="//e.example/d 2x">'
        '<img src="https://e.example/l" alt="x"></picture>',
        '<picture><source media="(prefers-color-scheme:light)" srcset="//e.example/l">'
        '<img src="https://e.example/d" alt="x"></picture>',
        '<img src="https://e.example/l#gh-light-mode-only" alt="x">'
        '<img src="https://e.example/d#gh-dark-mode-only" alt="x">',
    ],
)
def test_pictures_follow_the_theme_of_the_page(raw):
    images = re.findall(r"<img[^>]*>", shown(raw))
    assert [re.findall(r"example/(.).*__(\w+)", each) for each in images] == [
        [("l", "light")],
        [("d", "dark")],
    ]


@pytest.mark.parametrize("address", ["javascript:x", "data:image/svg+xml,x", "vbscript:x"])
def test_a_source_of_a_picture_is_an_address_on_the_web(address):
    dark = f'<source media="(prefers-color-scheme: dark)" srcset="{address}">'
    html = shown(f'<picture>{dark}<img src="https://e.example/x" alt=""></picture>')
    assert html.count("<img") == 1
    assert address not in html
