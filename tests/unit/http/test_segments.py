"""The memory of paths that Pyramid keeps is bounded."""

import tracemalloc

import pytest
from pyramid import traversal

from warehouse.http.segments import Segments


@pytest.fixture
def segments(configurator):
    """Return the cache of segments that Pyramid uses in an application of ours."""
    assert isinstance(traversal._segment_cache, Segments)
    return traversal._segment_cache


def test_quoting_is_what_it_was(segments):
    for _ in range(2):
        assert traversal.quote_path_segment("a b/ü") == "a%20b%2F%C3%BC"
        assert traversal.quote_path_segment("x" * 500) == "x" * 500


def test_names_that_are_invented_are_forgotten(segments):
    tracemalloc.start()
    for number in range(30_000):
        traversal.quote_path_segment(f"{number}-" + "x" * 80)
        traversal.quote_path_segment(f"{number}-" + "x" * 8000)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(segments) <= 10_000
    assert grown < 8 * 1024 * 1024


def test_names_in_requests_are_such(client, segments):
    before = len(segments)
    for path in ("/simple/{}/", "/pypi/{}/", "/p/{}/", "/project/{}/1.0/"):
        client.get(path.format("y" * 2000), status="*")
    assert len(segments) <= before + 20
    assert not any("yyy" in str(key[0]) for key in segments)
