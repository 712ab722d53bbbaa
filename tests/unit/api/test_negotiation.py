"""Choosing the form of the simple index (PEP 691)."""

import pytest
from webob.acceptparse import create_accept_header

from warehouse.api.negotiation import HTML, V1_HTML, V1_JSON, negotiate
from warehouse.http import Request


def negotiated(accept=None, query=""):
    request = Request.blank(f"/simple/?{query}")
    if accept is not None:
        request.accept = create_accept_header(accept)
    return negotiate(request)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, HTML),
        ("", HTML),
        ("*/*", HTML),
        ("text/html", HTML),
        ("text/*", HTML),
        ("application/*", V1_HTML),
        (V1_JSON, V1_JSON),
        (V1_HTML, V1_HTML),
        ("application/vnd.pypi.simple.latest+json", V1_JSON),
        ("application/vnd.pypi.simple.latest+html", V1_HTML),
        ("application/vnd.pypi.simple.v2+json", HTML),
        ("application/json", HTML),
        ("nonsense", HTML),
        (";;q=,", HTML),
        (f"{V1_JSON}, {V1_HTML};q=0.2, text/html;q=0.01", V1_JSON),
        (f"{V1_JSON}, {V1_HTML}; q=0.1, text/html; q=0.01", V1_JSON),
        (f"text/html, {V1_JSON}", V1_JSON),
        (f"{V1_HTML}, {V1_JSON}", V1_JSON),
        (f"text/html, {V1_HTML}", V1_HTML),
        ("application/vnd.pypi.simple.latest+html, text/html", V1_HTML),
        (f"{V1_JSON}, */*", V1_JSON),
        (f"{V1_HTML}, application/*", V1_HTML),
        (f"{V1_JSON};q=0.9, */*", HTML),
        (f"{V1_JSON};q=0.9, text/html;q=0.9, */*;q=0.1", V1_JSON),
        ("text/html, */*", HTML),
        ("text/html;level=1, */*", HTML),
        (f"text/html;q=0.5, {V1_JSON};q=0.6", V1_JSON),
        (f"{V1_JSON};q=0, text/html", HTML),
        (f"{V1_JSON};q=0", HTML),
        ("application/vnd.pypi.simple.latest+json;q=0.9, text/html;q=0.8", V1_JSON),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        (V1_JSON.upper(), V1_JSON),
    ],
)
def test_the_best_of_what_is_accepted(accept, form):
    assert negotiated(accept) == form


def test_the_address_decides_first():
    assert negotiated("text/html", f"format={V1_JSON.replace('+', '%2B')}") == V1_JSON
    latest = "application/vnd.pypi.simple.latest%2Bhtml"
    assert negotiated(V1_JSON, f"format={latest}") == V1_HTML


@pytest.mark.parametrize("query", ["format=", "format=json", "format=nonsense", "format"])
def test_an_address_that_asks_for_nothing_we_have(query):
    assert negotiated(V1_JSON, query) == V1_JSON
