"""Tokens as text."""

import base64
import contextlib
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.tokens import attenuated
from warehouse.macaroons import wire
from warehouse.macaroons.errors import TokenMalformed, TokenNotValid

KEY = b"k" * 32
IDENTIFIER = UUID(int=7)

# Made with another implementation of libmacaroons' format, from the values above.
GOLDEN = (
    "pypi-AgEJbG9jYWxob3N0AiQwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDcAAgdbMyw"
    "ieCJdAAIHWzAsMSwyXQAABiC-dZdaSNA7uUaWc0pKl3igYZ5WhWNSR5rzLGngBpY-Vg"
)


def make(*caveats: bytes) -> str:
    """A token with `caveats`."""
    return wire.serialize(
        location="localhost", identifier=IDENTIFIER, key=KEY, caveats=caveats
    )


def test_the_form_is_that_of_libmacaroons() -> None:
    text = make(b'[3,"x"]', b"[0,1,2]")
    assert text == GOLDEN


def test_a_token_is_what_it_was_made_of() -> None:
    token = wire.parse(f"  {make(b'one', b'x' * 300)}\n")
    token.verify(KEY)
    assert (token.location, token.identifier) == ("localhost", IDENTIFIER)
    assert token.caveats == (b"one", b"x" * 300)
    assert wire.text_of(token) == make(b"one", b"x" * 300)


def test_anyone_may_narrow_a_token_and_nobody_widen_it() -> None:
    token = wire.parse(make(b"one"))
    narrowed = attenuated(token, b"two")
    wire.parse(wire.text_of(narrowed)).verify(KEY)
    widened = wire.Token("localhost", IDENTIFIER, (b"one",), narrowed.signature)
    with pytest.raises(TokenNotValid):
        widened.verify(KEY)


@pytest.mark.parametrize(
    "text", ["", "pypi-", "pypi-é", "AgEJ", "pypi-AgE", "pypi-" + "A" * 20000, "pypi-!!"]
)
def test_other_texts_are_no_tokens(text: str) -> None:
    with pytest.raises(TokenMalformed):
        wire.parse(text)


@given(position=st.integers(0, 200), byte=st.integers(33, 126))
def test_a_changed_token_is_worth_no_more(position: int, byte: int) -> None:
    text = make(b'[3,"x"]')
    changed = text[: position % len(text)] + chr(byte) + text[position % len(text) + 1 :]
    if changed == text:
        return
    try:
        token = wire.parse(changed)
        token.verify(KEY)
    except (TokenMalformed, TokenNotValid):
        return
    # The location is a hint that no signature covers; what counts is unchanged.
    assert (token.identifier, token.caveats) == (IDENTIFIER, (b'[3,"x"]',))


@given(st.binary(max_size=300))
def test_no_bytes_break_the_parser(raw: bytes) -> None:
    text = "pypi-" + base64.urlsafe_b64encode(b"\x02" + raw).rstrip(b"=").decode()
    with contextlib.suppress(TokenMalformed):
        wire.parse(text)


def packet(kind: int, content: bytes) -> bytes:
    return bytes([kind, len(content)]) + content


IDENTIFIED = packet(2, str(IDENTIFIER).encode())
SIGNED = packet(6, b"s" * 32)


@pytest.mark.parametrize(
    "raw",
    [
        packet(1, b"localhost") + b"\0\0" + SIGNED,
        IDENTIFIED + packet(4, b"key") + b"\0\0" + SIGNED,
        IDENTIFIED + b"\0" + packet(1, b"elsewhere") + b"\0\0" + SIGNED,
        IDENTIFIED + b"\0" + packet(2, b"x") + packet(4, b"third") + b"\0\0" + SIGNED,
    ],
    ids=["no identifier", "unknown field", "caveat without text", "third-party caveat"],
)
def test_a_token_of_other_fields_is_malformed(raw: bytes) -> None:
    def text(content: bytes) -> str:
        return "pypi-" + base64.urlsafe_b64encode(b"\2" + content).rstrip(b"=").decode()

    assert wire.parse(text(IDENTIFIED + b"\0\0" + SIGNED)).identifier == IDENTIFIER
    with pytest.raises(TokenMalformed):
        wire.parse(text(raw))
