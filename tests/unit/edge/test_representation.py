"""Finished answers, as messages and as bytes."""

import gzip
import time

import pytest

from warehouse.edge.representation import Representation, unpacked
from warehouse.http.caching.conditions import entity_tag
from warehouse.http.caching.encodings import gzipped

BODY = b"hello world " * 100


def made(**changes):
    values = {
        "headers": [(b"content-type", b"text/plain"), (b"x-name", "ä".encode())],
        "body": BODY,
        "gzipped": gzipped(BODY),
        "keys": frozenset({"project/flask", "all-projects"}),
        "position": 7,
        "expires": time.time() + 60,
    }
    return Representation(**{**values, **changes})


def test_each_coding_has_its_own_tag_and_length():
    answer = made()
    plain, packed = (
        dict(answer.identity.start["headers"]),
        dict(answer.gzip.start["headers"]),
    )
    assert plain[b"etag"] == entity_tag(BODY) != packed[b"etag"]
    assert plain[b"content-length"] == b"1200"
    assert packed[b"content-encoding"] == b"gzip"
    assert b"content-encoding" not in plain
    assert gzip.decompress(answer.gzip.content["body"]) == BODY


def test_not_modified_keeps_all_headers_but_those_of_the_body():
    headers = dict(made().gzip.not_modified["headers"])
    assert headers.keys() == {b"x-name", b"content-encoding", b"etag"}
    assert made().gzip.not_modified["status"] == 304


def test_a_packed_answer_is_unpacked():
    answer, again = made(), unpacked(made().packed())
    for name in ("headers", "body", "gzipped", "keys", "position"):
        assert getattr(again, name) == getattr(answer, name)
    assert again.expires == pytest.approx(answer.expires, abs=1)
    assert again.identity == answer.identity


@pytest.mark.parametrize("cut", [0, 5, 40, -1])
def test_bytes_that_are_no_packed_answer_are_refused(cut):
    with pytest.raises(ValueError, match="representation"):
        unpacked(made().packed()[:cut])


def test_compression_is_stable_and_only_where_it_helps():
    assert gzipped(BODY) == gzipped(BODY)
    assert gzipped(b"short") is None
    assert gzipped(bytes(range(256))) is None


def test_a_large_plain_form_is_drawn_from_the_compressed_one():
    answer = made(body=b"", inflated_length=len(BODY))
    headers = dict(answer.identity.start["headers"])
    assert headers[b"content-length"] == b"1200"
    assert answer.identity.inflate == answer.gzipped
    assert headers[b"etag"] not in {answer.gzip.etag, entity_tag(b"")}
