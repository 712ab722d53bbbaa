"""Notices are read whatever somebody sends: quickly, and never with another error."""

import random
import time
from email import message_from_string
from email.policy import default

import pytest

from tests.builders.notices import bounce, complaint
from warehouse.email.models import MailStatus
from warehouse.email.reports.notices import LARGEST, NoticeUnreadable, read_notice

MESSAGE = message_from_string(
    "From: index@example.org\nTo: ann@example.com\nMessage-ID: <1@x>\n\nHello\n",
    policy=default,
)
GLOBAL = """\
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/global-delivery-status

Reporting-MTA: dns; mx.example.net

Original-Recipient: utf-8; jörg@example.com
Action: failed
Status: 5.1.1
--b
Content-Type: message/global-headers

To: jörg@example.com
Message-ID: <1@x>
--b--
"""


def nested(depth):
    """A message of parts within parts."""
    text = "Content-Type: multipart/report; boundary=b0\n\n"
    for level in range(1, depth):
        text += f"--b{level - 1}\nContent-Type: multipart/mixed; boundary=b{level}\n\n"
    return (text + "x\n" * 50_000).encode()


HOSTILE = {
    "nothing": b"",
    "bytes": bytes(range(256)) * 2000,
    "parts within parts": nested(40),
    "very deep": nested(4000),
    "messages within messages": b"Content-Type: message/rfc822\n\n" * 5000,
    "one line": b"Content-Type: multipart/report; boundary=" + b"b" * 2_000_000,
    "many parts": b"Content-Type: multipart/report; boundary=b\n\n"
    + b"--b\nContent-Type: message/delivery-status\n\nA: b\n\n" * 9000,
    "many headers": b"A: b\n" * 300_000,
    "no charset": b"Content-Type: multipart/report; boundary*=nowhere'en'%ff\n\n--b\n",
    "base64": b"Content-Type: multipart/report\nContent-Transfer-Encoding: base64\n\n%%%",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_messages_are_refused_soon(kind):
    begun = time.monotonic()
    with pytest.raises(NoticeUnreadable):
        read_notice(HOSTILE[kind])
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("make", [bounce, complaint])
def test_a_damaged_notice_gives_reports_or_is_refused(make):
    chance = random.Random(0)
    whole = make(MESSAGE)
    for _ in range(1500):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            where = chance.randrange(len(damaged))
            damaged[where : where + chance.randint(0, 9)] = chance.randbytes(2)
        try:
            found = read_notice(bytes(damaged))
        except NoticeUnreadable:
            continue
        assert all(isinstance(each.outcome, MailStatus) for each in found)


@pytest.mark.parametrize("make", [bounce, complaint])
def test_a_notice_may_end_anywhere(make):
    whole = make(MESSAGE)
    for end in range(0, len(whole), 7):
        try:
            read_notice(whole[:end])
        except NoticeUnreadable:
            continue


def test_a_large_notice_is_read_at_its_beginning():
    [report] = read_notice(bounce(MESSAGE) + b"x" * 3 * LARGEST)
    assert report.message_id == "<1@x>"


def test_addresses_that_are_not_ascii_are_read():
    [report] = read_notice(GLOBAL.encode())
    assert report.outcome is MailStatus.BOUNCED
    assert "jörg@example.com" in [each.strip() for each in report.recipients]


@pytest.mark.parametrize("kind", ["not-spam", "opt-out", "other", ""])
def test_not_every_feedback_is_a_complaint(kind):
    assert read_notice(complaint(MESSAGE, kind=kind)) == []
