"""Reading notices that mail servers send: of delivery (RFC 3464) and of spam (RFC 5965).

Anybody can send anything to the address that these come to. The parser here keeps headers
as they are, looks at the first parts only, and gives up on what is not as it should be.
"""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.message import Message
from email.parser import HeaderParser
from email.utils import parseaddr

from warehouse.email.models import MailStatus
from warehouse.email.reports.service import MailReport

Fields = Mapping[str, str]

LARGEST = 256 * 1024
"""Bytes of a notice that are read; what a server returns of our message is at its end."""

_PARTS = 8
_RECIPIENTS = 20
_LEVELS = 16
_LEVEL = re.compile(rb"(?i)multipart/|message/")
"""What the parser takes time and stack for, once for each line of all that is inside."""

_ID = re.compile(r"<[^<>\s\x00]{1,500}>")
_STATUS = re.compile(r"\s*([245])\.\d{1,3}\.\d{1,3}")
_REPLY = re.compile(r"\s*smtp\s*;\s*([245])\d\d\b", re.IGNORECASE)
_GAP = re.compile(r"\r?\n\r?\n")
_DELIVERED = frozenset({"delivered", "expanded", "relayed"})
_COMPLAINTS = frozenset({"abuse", "fraud"})
_OF_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_OF_SPAM = "message/feedback-report"
_RETURNED = (
    "message/rfc822",
    "message/global",
    "message/global-headers",
    "text/rfc822-headers",
)


class NoticeUnreadable(Exception):
    """The text is no notice about a message; says why."""


def read_notice(content: bytes) -> list[MailReport]:
    """Return what a notice says; raises `NoticeUnreadable`."""
    content = content[:LARGEST]
    if len(_LEVEL.findall(content)) > _LEVELS:
        raise NoticeUnreadable("it has too many parts with parts of their own")
    try:
        return _reports(message_from_bytes(content))
    except (LookupError, RecursionError, TypeError, ValueError) as error:
        # The parser of Python is not sure to end well with whatever somebody sends.
        raise NoticeUnreadable(f"{type(error).__name__}: {error}") from error


def _reports(notice: Message) -> list[MailReport]:
    if notice.get_content_type() != "multipart/report":
        raise NoticeUnreadable("it is no multipart/report")
    parts = _children(notice)[:_PARTS]
    returned = _returned(parts)
    for part in parts:
        if part.get_content_type() in _OF_DELIVERY:
            return list(_deliveries(part, returned))
        if part.get_content_type() == _OF_SPAM:
            return list(_complaints(part, returned))
    raise NoticeUnreadable("it has no report that programs can read")


def _deliveries(part: Message, returned: Fields) -> Iterator[MailReport]:
    blocks = _blocks(part)
    envelope = blocks[0].get("original-envelope-id", "").strip() if blocks else ""
    identifier = _identifier(returned) or f"<{envelope}>"
    for fields in blocks[1 : 1 + _RECIPIENTS]:
        outcome = _outcome(fields)
        if outcome is not None:
            named = map(fields.get, ("original-recipient", "final-recipient"))
            addresses = tuple(each.partition(";")[2] for each in named if each)
            detail = fields.get("diagnostic-code") or fields.get("status") or ""
            yield MailReport(outcome, identifier, addresses, detail)


def _outcome(fields: Fields) -> MailStatus | None:
    """Return what a notice says of one recipient; None where it is not over yet."""
    action = fields.get("action", "").partition("(")[0].strip().lower()
    if action in _DELIVERED:
        return MailStatus.DELIVERED
    if action != "failed":
        return None
    status = _STATUS.match(fields.get("status", ""))
    status = status or _REPLY.match(fields.get("diagnostic-code", ""))
    is_permanent = status is not None and status[1] == "5"
    return MailStatus.BOUNCED if is_permanent else MailStatus.SOFT_BOUNCED


def _complaints(part: Message, returned: Fields) -> Iterator[MailReport]:
    fields = (_blocks(part) or [{}])[0]
    kind = fields.get("feedback-type", "").strip().lower()
    if kind not in _COMPLAINTS:
        return
    recipient = fields.get("original-rcpt-to") or parseaddr(returned.get("to", ""))[1]
    reporter = fields.get("user-agent", "")
    yield MailReport(
        MailStatus.COMPLAINED, _identifier(returned), (recipient,), f"{kind} {reporter}"
    )


def _identifier(returned: Fields) -> str:
    found = _ID.search(returned.get("message-id", ""))
    return "" if found is None else found[0]


def _returned(parts: list[Message]) -> Fields:
    """Return the headers of the message that a notice is about, as far as it has them."""
    for part in parts:
        if part.get_content_type() in _RETURNED:
            inner = _children(part)
            return _fields(inner[0]) if inner else _parsed(_text(part))
    return {}


def _blocks(part: Message) -> list[Fields]:
    """Return the groups of fields of a report, which have empty lines between them."""
    inner = _children(part)
    if part.get_content_type() == "message/delivery-status":
        return [_fields(each) for each in inner]
    # Others are parsed as one message: the first group its headers, the rest its text.
    texts = [_text(each) for each in inner] or [_text(part)]
    rest = [_parsed(each) for text in texts for each in _GAP.split(text) if each.strip()]
    return [*map(_fields, inner), *rest]


def _children(part: Message) -> list[Message]:
    found = part.get_payload()
    return found if isinstance(found, list) else []  # type: ignore[return-value]


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else ""


def _parsed(text: str) -> Fields:
    return _fields(HeaderParser().parsestr(text.lstrip()))


def _fields(part: Message) -> Fields:
    """Return the headers as they were sent, each the first of its name, in UTF-8."""
    found: dict[str, str] = {}
    for name, value in part.raw_items():
        raw = str(value).encode("utf-8", "surrogateescape")
        found.setdefault(name.lower(), raw.decode("utf-8", "replace"))
    return found
