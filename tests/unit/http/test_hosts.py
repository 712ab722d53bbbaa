"""Telling hosts from other texts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from warehouse.http.hosts import is_host, without_port


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("localhost", ("localhost", "")),
        ("index.example:8000", ("index.example", "8000")),
        ("Index.Example.", ("Index.Example.", "")),
        ("my_index", ("my_index", "")),
        ("127.0.0.1:80", ("127.0.0.1", "80")),
        ("[::1]", ("[::1]", "")),
        ("[2001:db8::1]:443", ("[2001:db8::1]", "443")),
        ("a", ("a", "")),
    ],
)
def test_names_and_addresses_are_hosts(text, parts):
    assert is_host(text)
    assert without_port(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        *("", ":80", "[::1", "::1", "[::1]x", "[zz]", "[1.2.3.4]", "a:", "a:b", "a:70000"),
        *(
            "a/x",
            "a\\x",
            "a b",
            "a\tb",
            'a"',
            "a'",
            "a@b",
            "a,b",
            "a?b",
            "a#b",
            "a%41",
            "-a",
        ),
        *(".a", "a..b", "a" * 256, "ü.example", "a\n", "a:\u0661", "[::1%eth0]", "*"),
    ],
)
def test_other_texts_are_not(text):
    assert not is_host(text)


@given(st.text(max_size=40))
@example("a:0")
def test_a_host_is_nothing_but_letters_digits_and_a_few_signs(text):
    if is_host(text):
        assert set(text) <= set(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-[]:"
        )
