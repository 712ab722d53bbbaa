"""Sending a message by SMTP (RFC 5321), by STARTTLS (RFC 3207) or over TLS (RFC 8314)."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage as MIMEMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr

from warehouse.email.models import EmailMessage
from warehouse.settings import MailSettings

_PERMANENT = 500
_LONGEST_ENVID = 100


class MailRefused(Exception):
    """The mail server will never take this message; says what it answered."""


class MailUnavailable(Exception):
    """The mail server did not take this message now; says why."""


class Transport:
    """Sends messages through one mail server."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    def send(self, message: EmailMessage) -> None:
        """Give `message` to the server; raises `MailRefused` or `MailUnavailable`."""
        mime = mime_of(message)
        try:
            with self._connected() as server:
                server.ehlo_or_helo_if_needed()
                of_mail, of_recipient = _asked(server, message)
                server.send_message(mime, mail_options=of_mail, rcpt_options=of_recipient)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _failure(code, said) from error
        except smtplib.SMTPAuthenticationError as error:
            # Somebody will mend the password, and nothing is to be lost until then.
            raise MailUnavailable(_words(error.smtp_code, error.smtp_error)) from error
        except smtplib.SMTPResponseException as error:
            raise _failure(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused(str(error)) from error
        except (OSError, smtplib.SMTPException, ssl.SSLError) as error:
            raise MailUnavailable(f"{type(error).__name__}: {error}") from error

    def _connected(self) -> smtplib.SMTP:
        place = self._settings.server
        assert place is not None
        context = ssl.create_default_context()
        timeout = self._settings.timeout.total_seconds()
        server: smtplib.SMTP
        if place.is_tls:
            server = smtplib.SMTP_SSL(
                place.host, place.port, timeout=timeout, context=context
            )
        else:
            server = smtplib.SMTP(place.host, place.port, timeout=timeout)
        try:
            if place.starttls:
                server.starttls(context=context)
            if place.user is not None:
                server.login(place.user, place.password or "")
        except BaseException:
            server.close()
            raise
        return server


def make_transport(settings: MailSettings) -> Transport | None:
    """Make the transport to the server that the settings name, if they name one."""
    return None if settings.server is None else Transport(settings)


def mime_of(message: EmailMessage) -> MIMEMessage:
    """Make the MIME message (RFC 5322, RFC 2046) that is sent."""
    is_ascii = (message.recipient + message.sender).isascii()
    mime = MIMEMessage(policy=SMTP if is_ascii else SMTPUTF8)
    name, address = parseaddr(message.sender)
    mime["From"] = _address(name, address)
    mime["To"] = _address(message.recipient_name, message.recipient)
    mime["Subject"] = message.subject
    mime["Date"] = format_datetime(message.created)
    mime["Message-ID"] = message.message_id
    mime["Auto-Submitted"] = "auto-generated"
    if message.unsubscribe_url is not None:
        mime["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        mime["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mime.set_content(message.body)
    mime.add_alternative(message.html, subtype="html")
    return mime


def _asked(
    server: smtplib.SMTP, message: EmailMessage
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a notice about `message` is to have in it, by DSN (RFC 3461)."""
    envelope = message.message_id.strip("<>")
    is_plain = (envelope + message.recipient).isascii() and len(envelope) <= _LONGEST_ENVID
    if not server.has_extn("dsn") or not is_plain:
        return (), ()
    recipient = f"ORCPT=rfc822;{_xtext(message.recipient)}"
    return ("RET=HDRS", f"ENVID={_xtext(envelope)}"), ("NOTIFY=FAILURE", recipient)


def _xtext(text: str) -> str:
    """Write text so that it may be a parameter (RFC 3461, section 4)."""
    return "".join(
        f"+{ord(each):02X}" if each in "+=" or not "!" <= each <= "~" else each
        for each in text
    )


def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    return Address(" ".join(name.split()), user, domain)


def _failure(code: int, said: bytes | str) -> Exception:
    words = _words(code, said)
    return MailRefused(words) if code >= _PERMANENT else MailUnavailable(words)


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:500]
