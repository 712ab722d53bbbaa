"""Conditional requests (RFC 9110, section 13)."""

from datetime import UTC, datetime

import pytest

from warehouse.http.caching.conditions import Validators, status_of, takes_ranges

VALIDATORS = Validators.of("ABC", datetime(2026, 5, 4, 3, 2, 1, 999, tzinfo=UTC))
TAG, DATE = '"abc"', "Mon, 04 May 2026 03:02:01 GMT"
LATER, EARLIER = "Tue, 05 May 2026 03:02:01 GMT", "Sun, 03 May 2026 03:02:01 GMT"


def test_validators_are_a_strong_tag_and_a_date():
    assert Validators(TAG, DATE) == VALIDATORS


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"If-None-Match": TAG}, 304),
        ({"If-None-Match": f'"x", W/{TAG}'}, 304),
        ({"If-None-Match": '"x"'}, 200),
        ({"If-None-Match": '"x"', "If-Modified-Since": LATER}, 200),
        ({"If-None-Match": "\xe9"}, 200),
        ({"If-Modified-Since": DATE}, 304),
        ({"If-Modified-Since": LATER}, 304),
        ({"If-Modified-Since": EARLIER}, 200),
        ({"If-Modified-Since": "yesterday"}, 200),
        ({"If-Modified-Since": "Mon, 99 May 9999999 03:02:01 GMT"}, 200),
        ({"If-Modified-Since": "Mon, 04 May 2026 03:02:01 -0000"}, 304),
        ({"If-Match": TAG}, 200),
        ({"If-Match": "*"}, 200),
        ({"If-Match": f'"x", {TAG}'}, 200),
        ({"If-Match": '"x"'}, 412),
        ({"If-Match": f"W/{TAG}"}, 412),
        ({"If-Match": TAG, "If-Unmodified-Since": EARLIER}, 200),
        ({"If-Unmodified-Since": EARLIER}, 412),
        ({"If-Unmodified-Since": DATE}, 200),
        ({"If-Unmodified-Since": "never"}, 200),
    ],
)
def test_preconditions_choose_the_status(headers, status):
    assert status_of(VALIDATORS, headers.get) == status


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (None, True),
        (TAG, True),
        (f" {TAG}", True),
        (DATE, True),
        (f"W/{TAG}", False),
        ('"other"', False),
        (LATER, False),
        ("", False),
    ],
)
def test_a_range_is_of_the_version_that_the_client_has(condition, holds):
    assert takes_ranges(VALIDATORS, {"If-Range": condition}.get) is holds
