"""Log lines of a CDN are read strictly, and say what is wrong with them."""

import json
from datetime import UTC, date, datetime

import pytest

from warehouse.downloads.clients import UNNAMED
from warehouse.downloads.counter import Hit
from warehouse.downloads.log_lines import MOST_LINES, LogInvalid, read_log

NOW = datetime(2026, 11, 28, 0, 5, tzinfo=UTC)
LINE = {"time": "2026-11-27T23:59:59Z", "path": "/packages/a/b/c.whl"}
HIT = Hit(date(2026, 11, 27), "a/b/c.whl", UNNAMED)


def log(*changes):
    return b"\n".join(json.dumps({**LINE, **each}).encode() for each in changes)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, 1),
        ({"count": 7}, 7),
        ({"user_agent": None}, 1),
        ({"user_agent": "\x00" * 100_000}, 1),
        ({"status": 206, "range": "bytes=0-99"}, 1),
        ({"status": 206, "range": "bytes=100-"}, 0),
        ({"status": 206}, 0),
        ({"status": 304}, 0),
        ({"path": "/packages/\x00"}, 0),
        ({"path": "x" * 5000}, 0),
    ],
)
def test_lines_that_sent_a_file_count(changes, counts):
    assert sum(count for _, count in read_log(log(changes), NOW)) == counts


def test_paths_may_be_as_in_the_request_line():
    quoted = log({"path": "/packages/a/b/c%2B%c3%a9%2bd.whl"}, {"path": "%2Fpackages/%00"})
    [(hit, _count)] = read_log(quoted, NOW)
    assert hit.path == "a/b/c+é+d.whl"


def test_equal_lines_are_added_up_and_empty_ones_left_out():
    assert read_log(b"\n\n" + log({}, {}, {"count": 2}) + b"\n", NOW) == [(HIT, 4)]
    assert read_log(b"", NOW) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "Line 1 is no JSON"),
        (b"[" * 100_000, "Line 1 is no JSON"),
        (b"[]", "Line 1 is not an object"),
        (log({}, {"time": "2026-11-28"}), "The time of line 2"),
        (log({"time": "2026-11-27T10:00:00"}), "with a zone"),
        (log({"time": 12}), "with a zone"),
        (log({"time": "2026-10-01T10:00:00Z"}), "not of the last 35 days"),
        (log({"time": "2026-11-29T10:00:00Z"}), "not of the last 35 days"),
        (log({"path": 3}), "The path of line 1 is not a text"),
        (log({"count": 0}), "The count of line 1"),
        (log({"count": True}), "The count of line 1"),
        (log({"count": 10**7}), "The count of line 1"),
        (log({"status": "200"}), "The status of line 1"),
        (log(*[{}] * (MOST_LINES + 1)), "send at most 10000"),
    ],
)
def test_other_lines_are_refused_with_their_number(body, said):
    with pytest.raises(LogInvalid, match=said):
        read_log(body, NOW)
