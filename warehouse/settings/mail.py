"""Settings of mail: the server that takes it, and who it is from."""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import formataddr, parseaddr
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from warehouse.settings.fields import env, seconds, signing_secrets

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """A mail server, and how it is spoken to."""

    host: str
    port: int
    is_tls: bool
    starttls: bool
    user: str | None = None
    password: str | None = None

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


def _server(text: str) -> MailServer:
    """Read `smtp://user:password@host:587` or `smtps://…`; `?starttls=no` for the first."""
    url = urlsplit(text)
    if url.scheme not in _PORTS or not url.hostname:
        raise ValueError("must look like smtp://user:password@host:587 or smtps://host")
    starttls = parse_qs(url.query).get("starttls", ["yes"])[-1]
    if starttls not in {"yes", "no"}:
        raise ValueError("starttls must be yes or no")
    is_tls = url.scheme == "smtps"
    return MailServer(
        host=url.hostname,
        port=url.port or _PORTS[url.scheme],
        is_tls=is_tls,
        starttls=not is_tls and starttls == "yes",
        user=None if url.username is None else unquote(url.username),
        password=None if url.password is None else unquote(url.password),
    )


def _sender(text: str) -> str:
    name, address = parseaddr(text)
    if not text.isprintable() or address.count("@") != 1 or address.startswith("@"):
        raise ValueError("must be an address, or a name and <an address>")
    return formataddr((name, address)) if name.isascii() else f"{name} <{address}>"


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """How mail is sent; without a server it is kept for an operator to read."""

    server: MailServer | None = env(
        "SMTP_URL",
        default=None,
        parse=_server,
        is_secret=True,
        help="smtp://user:password@host:587 (STARTTLS, unless ?starttls=no) or smtps://; "
        "without it messages are kept, and `warehouse mail show` shows them",
    )
    from_address: str | None = env(
        "MAIL_FROM",
        default=None,
        parse=_sender,
        help="who mail is from; noreply@ the host of this index if unset",
    )
    timeout: timedelta = env(
        "SMTP_TIMEOUT",
        default=timedelta(seconds=30),
        parse=seconds,
        help="seconds that the mail server may take for each of its answers",
    )

    notices: Path | None = env(
        "MAIL_BOUNCES",
        default=None,
        parse=Path,
        help="a Maildir that mail which comes back is delivered to; workers read it",
    )
    event_secrets: tuple[str, ...] = env(
        "MAIL_EVENTS_SECRET",
        default=(),
        parse=signing_secrets,
        is_secret=True,
        help="at least 24 random characters that a mail service signs its events with; "
        "several have spaces between; without one POST /_/mail/events does not exist",
    )

    def sender(self, host: str) -> str:
        """Return who mail is from, on an index that is reached under `host`."""
        return self.from_address or f"noreply@{host}"
