"""We read no other requests out of any bytes than h11 does.

A proxy in front of us and we ourselves have to find the same requests in the same bytes,
else one client can put words into another's mouth. What h11 refuses we refuse; what we
refuse beyond it is listed. `make differential REQUESTS=100000` is the long run.
"""

import os
import re
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.differential.readers import by_h11, by_ours
from tests.differential.streams import CORPUS, STREAMS

REQUESTS = int(os.environ.get("REQUESTS", "500"))

REFUSED_BEYOND = [
    # A line ends with CR and LF, and not with LF.
    r"Missing expected CR|Expected LF|Expected CRLF|Unexpected LF",
    r"Invalid header field char|a trailer of its chunked body is",
    # A target is a path, a URL of ours or a star, and has no fragment.
    r" in url|this server has no .* URLs|has a fragment",
    # There is one space between the parts of a request line, and 1.0 or 1.1 at its end.
    r"the request line is not METHOD SP TARGET|Invalid HTTP version",
    # A value does not go on in the next line (obs-fold).
    r"whitespace after header value|Invalid header value char",
    # A method is one that somebody has registered.
    r"Invalid method encountered|Expected space after method",
    # A length is there once, even if the second is the same.
    r"Duplicate Content-Length|Invalid character in Content-Length",
    # Whoever sends both may mean either; h11 believes in the chunks.
    r"can't be present with (?:Transfer-Encoding|Content-Length)",
    # Nothing, no space and no tab, follows a coding or the size of a chunk.
    r"Request has invalid `Transfer-Encoding`|is no size of a chunk",
    # There are no chunks in HTTP/1.0.
    r"Transfer-Encoding is for HTTP/1.1",
]


def in_origin_form(message):
    """Return target and headers with the authority of a URL where we have it.

    An application cannot tell an empty query from none (PEP 3333), nor can we.
    """
    headers = [(name, value) for name, value in message.headers]
    url = urlsplit(message.target.decode("latin-1"))
    if not re.match(rb"https?://", message.target, re.IGNORECASE):
        path, _, query = message.target.partition(b"?")
        return path + (b"?" + query if query else b""), headers
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    others = [each for each in headers if each[0] != b"host"]
    if len(others) < len(headers) or message.version == b"1.0":
        others.insert(0, (b"host", url.netloc.encode("latin-1")))
    return target.encode("latin-1"), others


def compare(data, cuts):
    edges = [0, *sorted(int(each * len(data)) for each in cuts), len(data)]
    pieces = [data[a:b] for a, b in pairwise(edges) if a < b]
    ours, theirs = by_ours(pieces), by_h11(pieces)
    for mine, other in zip(ours.messages, theirs.messages, strict=False):
        assert (mine.method, mine.version) == (other.method, other.version)
        assert (mine.target, mine.headers) == in_origin_form(other)
        if mine.is_whole:
            assert other.is_whole
            assert mine.body == other.body
        if not other.goes_on:
            return
    if len(ours.messages) > len(theirs.messages):
        pytest.fail(f"we take what h11 refuses: {theirs.refusal}")
    # Whoever waits for more gets what ends every head.
    refusal = ours.refusal or by_ours([*pieces, b"\r\n\r\n"]).refusal
    if theirs.refusal and not refusal:
        pytest.fail(f"we do not refuse what h11 does: {theirs.refusal}")
    if len(ours.messages) < len(theirs.messages):
        known = any(re.search(each, refusal) for each in REFUSED_BEYOND)
        assert known, f"a refusal that is not listed: {refusal}"


@pytest.mark.parametrize("data", CORPUS)
def test_streams_that_were_read_in_two_ways_are_not_any_more(data):
    compare(data, [])
    for at in range(len(data)):
        compare(data, [at / len(data)])


@settings(max_examples=REQUESTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(STREAMS, st.lists(st.floats(0, 1), max_size=4))
def test_no_request_is_read_in_another_way(data, cuts):
    compare(data, cuts)
