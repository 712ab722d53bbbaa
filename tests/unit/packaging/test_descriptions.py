"""Descriptions, those of hostile authors included."""

import re

import pytest

from warehouse.packaging.descriptions import as_text, parse_content_type, render, shown
from warehouse.packaging.models import Description
from warehouse.packaging.repositories import repository_at


@pytest.mark.parametrize(
    ("raw", "content_type", "html"),
    [
        ("", None, ""),
        ("*a*", None, "<p><em>a</em></p>\n"),
        ("*a*", "text/x-rst; charset=UTF-8", "<p><em>a</em></p>\n"),
        ("*a* ~~b~~", "text/markdown", "<p><em>a</em> <del>b</del></p>\n"),
        (
            "*a* ~~b~~",
            "text/markdown; variant=CommonMark",
            "<p><em>a</em> ~~b~~</p>\n",
        ),
        ("<b>", "text/plain", "<pre>&lt;b&gt;</pre>"),
        ("x", "text/markdown; variant=Nope", None),
        ("*a", None, None),
        (".. include:: /etc/passwd", None, None),
        (".. raw:: html\n\n   <script>", None, None),
        (".. raw:: html\n   :file: /etc/passwd", None, None),
        (".. csv-table::\n   :file: /etc/passwd", None, None),
    ],
)
def test_rendering_is_strict(raw, content_type, html):
    assert render(raw, content_type).html == html


def test_scripts_do_not_get_through():
    html = render("<script>x</script><a href='javascript:x'>y</a>", "text/markdown").html
    assert html is not None
    assert "<script" not in html
    assert "javascript:" not in html


def test_deep_nesting_is_no_error():
    deep = "".join("  " * depth + "* a\n\n" for depth in range(400))
    assert render(deep, None).html is None


def test_too_much_text_is_not_even_tried():
    for kind in ("text/markdown", "text/plain", None):
        found = render("x" * 1_048_577, kind)
        assert found.html is None
        assert found.problem == "It has 1048577 characters, and 1048576 are the most."


def test_a_page_that_would_be_too_large_is_not_made():
    found = render("[a](b) " * 90_000, "text/markdown")
    assert found.html is None
    assert re.fullmatch(
        r"As HTML it has \d+ bytes, and 2097152 are the most.", found.problem
    )


def test_plain_text_never_outgrows_a_page():
    html = as_text("&&&&&&&&&\n" * 100_000)
    assert len(html) < 2_097_152 + 20
    assert html.endswith("&amp;\n…</pre>")


def test_the_problem_of_a_description_is_told_with_its_line():
    assert render("a\n\n*b", None).problem == (
        "Line 3: Inline emphasis start-string without end-string."
    )


def test_slow_rendering_is_given_up():
    assert render(">" * 50_000 + " a", "text/markdown", patience=0.5).html is None


def test_a_page_rendered_before_the_limit_is_shown_as_text():
    html = "<p>a</p>" * 300_000
    description = Description(raw="a", html=html, rendered_by="readme_renderer 1")
    assert shown(description).html == '<pre tabindex="0">a</pre>'
    description.html = "<p>a</p>"
    assert shown(description).html == "<p>a</p>"


@pytest.mark.parametrize(
    ("part", "number"),
    [("<b>x</b>", 50_001), ("<h1>x</h1>", 35_000), ('<img src="a">', 15_000)],
)
def test_a_page_does_not_grow_by_what_is_added_to_a_description(part, number):
    description = Description(raw="raw", html=part * number, rendered_by="today's")
    repository = repository_at(f"https://github.com/o/r/tree/{'x' * 250}")
    fitted = shown(description, repository)
    assert fitted.html == '<pre tabindex="0">raw</pre>'
    assert not fitted.contents
    assert repository_at(f"https://github.com/o/r/tree/{'x' * 300}") is None


def test_blank_text_becomes_nothing():
    assert as_text(" \n\t") == ""


@pytest.mark.parametrize("said", ["text/x-rst\ntext/plain", "text/markdown\r\nX-Other: 1"])
def test_a_content_type_that_no_header_may_have_is_plain_text(said):
    assert parse_content_type(said) == ("text/plain", {})
