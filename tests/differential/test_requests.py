"""Whatever bytes come, we never read another request out of them than h11 does.

A proxy in front of us and we ourselves have to find the same requests in the same bytes,
else one client can put words into another's mouth. What h11 refuses we refuse; what we
refuse beyond it is listed. `make differential REQUESTS=100000` is the long run.
"""

import os
import re
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.differential.readers import by_h11, by_ours
from tests.differential.streams import STREAMS

REQUESTS = int(os.environ.get("REQUESTS", "3000"))

REFUSED_BEYOND = [
    r"Missing expected CR|Expected LF|Expected CRLF|Unexpected LF",  # a bare LF ends no line
    r"whitespace after header value|Invalid header value char",  # a value goes on (obs-fold)
    r"Invalid method encountered",  # a method that nobody has registered
    r"Duplicate Content-Length|Invalid character in Content-Length",  # the same one twice
    r"Content-Length can't be present with Transfer-Encoding",  # h11 believes the latter
    r"Request has invalid `Transfer-Encoding`",  # a tab after it
    r"is no size of a chunk",  # a space after it
    r"Transfer-Encoding is for HTTP/1.1",  # there are no chunks in HTTP/1.0
]


def in_origin_form(message):
    """Return target and headers with the authority of a URL where we have it."""
    headers = [(name, value) for name, value in message.headers]
    url = urlsplit(message.target.decode("latin-1"))
    if not re.match(rb"https?://", message.target, re.IGNORECASE):
        return message.target, headers
    target = (url.path or "/") + (f"?{url.query}" if url.query else "")
    others = [each for each in headers if each[0] != b"host"]
    if len(others) < len(headers) or message.version == b"1.0":
        others.insert(0, (b"host", url.netloc.encode("latin-1")))
    return target.encode("latin-1"), others


def compare(data, cuts):
    edges = [0, *sorted(int(each * len(data)) for each in cuts), len(data)]
    pieces = [data[a:b] for a, b in zip(edges, edges[1:], strict=False) if a < b]
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
    if theirs.refusal and not by_ours([*pieces, b"\r\n\r\n"]).refusal:
        pytest.fail(f"we do not refuse what h11 does: {theirs.refusal}")
    if len(ours.messages) < len(theirs.messages):
        known = any(re.search(each, ours.refusal) for each in REFUSED_BEYOND)
        assert known, f"a refusal that is not listed: {ours.refusal}"


@settings(max_examples=REQUESTS, deadline=None, suppress_health_check=list(HealthCheck))
@given(STREAMS, st.lists(st.floats(0, 1), max_size=4))
def test_no_request_is_read_in_another_way(data, cuts):
    compare(data, cuts)
