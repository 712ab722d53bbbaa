"""Reading Accept-Encoding (RFC 9110, section 12.5.3), within bounds of memory."""

import pytest

from warehouse.http.caching.conditions import is_known
from warehouse.http.caching.encodings import EncodingPreferences


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, False),
        (b"", False),
        (b"gzip", True),
        (b"gzip, deflate, br, zstd", True),
        (b"identity;q=0.5, gzip;q=0.4", False),
        (b"gzip;q=0", False),
        (b"*", True),
        (b"br", False),
    ],
)
def test_gzip_is_accepted_where_the_header_says_so(header, expected):
    assert EncodingPreferences().accepts_gzip(header) is expected


def test_remembered_encodings_are_bounded():
    encodings = EncodingPreferences()
    for number in range(3000):
        encodings.accepts_gzip(b"gzip;q=0.%d" % number)
    assert len(encodings._known) <= 1000


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (b'"abc"', True),
        (b'W/"abc"', True),
        (b'"x", "abc"', True),
        (b'"x",W/"abc" , "y"', True),
        (b'"x"', False),
        (b"abc", False),
        (b"*", False),
        (b"", False),
    ],
)
def test_a_matching_tag_meets_the_condition(condition, expected):
    assert is_known(condition, b'"abc"') is expected
