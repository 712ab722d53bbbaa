"""Names that came encoded as in mail."""

import pytest

from warehouse.packaging.authors import readable


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (None, None),
        ("José <j@example.org>", "José <j@example.org>"),
        ("=?utf-8?q?Jos=C3=A9_N=C3=BA=C3=B1ez?= <j@e.org>", "José Núñez <j@e.org>"),
        ("=?UTF-8?B?QmrDtnJr?=", "Björk"),
        ("=?iso-8859-1?q?Andr=E9?= <a@e.org>, B <b@e.org>", "André <a@e.org>, B <b@e.org>"),
        ("é =?utf-8?q?=C3=BC?= <x@e.org>", "é ü <x@e.org>"),
        ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a=0Ab=E2=80=AEc?=", "a b c"),
        ("=?nope?q?a?=", "=?nope?q?a?="),
        ("=?utf-8?b?/w==?=", "=?utf-8?b?/w==?="),
        ("what=?", "what=?"),
    ],
)
def test_encoded_words_are_decoded_where_they_can_be(written, read):
    assert readable(written) == read
