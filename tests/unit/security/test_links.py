"""Links say what we signed, for as long as they last, and for what they were signed for."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from warehouse.security import LinkBroken, LinkExpired, LinkSigner

OLD, NEW = "o" * 32, "n" * 32
HOUR = timedelta(hours=1)


def test_a_link_is_read_as_it_was_signed():
    signer = LinkSigner([NEW])
    text = signer.sign("email", user="ann", address="ä@example.com")
    assert signer.read("email", text, lasts=HOUR) == {
        "user": "ann",
        "address": "ä@example.com",
    }


def test_a_link_of_another_kind_is_none():
    signer = LinkSigner([NEW])
    with pytest.raises(LinkBroken):
        signer.read("password", signer.sign("email", user="ann"), lasts=HOUR)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é", "\0", "e30.aa.bb", "." * 5000])
def test_text_that_nobody_signed_is_broken(text):
    with pytest.raises(LinkBroken):
        LinkSigner([NEW]).read("email", text, lasts=HOUR)


def test_a_changed_link_is_broken():
    signer = LinkSigner([NEW])
    text = signer.sign("email", user="ann")
    for position in range(len(text)):
        other = "A" if text[position] != "A" else "B"
        changed = text[:position] + other + text[position + 1 :]
        with pytest.raises(LinkBroken):
            signer.read("email", changed, lasts=HOUR)


def test_a_link_ends():
    signer = LinkSigner([NEW])
    with freeze_time("2026-11-28 12:00:00"):
        text = signer.sign("email", user="ann")
    with freeze_time("2026-11-28 12:59:59"):
        assert signer.read("email", text, lasts=HOUR)
    with freeze_time("2026-11-28 13:00:02"), pytest.raises(LinkExpired):
        signer.read("email", text, lasts=HOUR)


def test_a_link_survives_a_new_secret_until_the_old_one_is_taken_out():
    text = LinkSigner([OLD]).sign("email", user="ann")
    assert LinkSigner([NEW, OLD]).read("email", text, lasts=HOUR) == {"user": "ann"}
    with pytest.raises(LinkBroken):
        LinkSigner([NEW]).read("email", text, lasts=HOUR)


def test_a_link_is_signed_with_the_newest_secret():
    text = LinkSigner([NEW, OLD]).sign("email", user="ann")
    assert LinkSigner([NEW]).read("email", text, lasts=HOUR) == {"user": "ann"}
