"""Notices of mail servers: that a message came back (RFC 3464), or was spam (RFC 5965)."""

from email.message import EmailMessage

DELIVERY = """\
Reporting-MTA: dns; mx.example.net
{envelope}

Original-Recipient: rfc822; {recipient}
Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such mailbox
"""

SPAM = """\
Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
{recipient}
"""


def bounce(
    returned: EmailMessage,
    *,
    recipient: str | None = None,
    action: str = "failed",
    status: str = "5.1.1",
    headers_only: bool = False,
    envelope: str = "",
) -> bytes:
    """A notice about a message as the server of its recipient sends it."""
    fields = DELIVERY.format(
        recipient=recipient or returned["To"].addresses[0].addr_spec,
        action=action,
        status=status,
        envelope=f"Original-Envelope-Id: {envelope}" if envelope else "X-Nothing: 1",
    )
    if headers_only:
        headers = "".join(f"{name}: {value}\n" for name, value in returned.items())
        return notice("delivery-status", fields, headers, "text/rfc822-headers")
    return notice("delivery-status", fields, returned.as_string())


def complaint(returned: EmailMessage, *, kind: str = "abuse", recipient: str = "") -> bytes:
    """A report of a provider whose customer took a message for spam."""
    named = f"Original-Rcpt-To: {recipient}" if recipient else "Arrival-Date: today"
    fields = SPAM.format(kind=kind, recipient=named)
    return notice("feedback-report", fields, returned.as_string())


def notice(
    kind: str, fields: str, returned: str, returned_as: str = "message/rfc822"
) -> bytes:
    """A multipart/report of three parts."""
    return f"""\
From: MAILER-DAEMON@mx.example.net
To: bounces@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="outer"

--outer
Content-Type: text/plain; charset=utf-8

I am sorry to say that your message came back.
--outer
Content-Type: message/{kind}

{fields}
--outer
Content-Type: {returned_as}

{returned}
--outer--
""".encode()
