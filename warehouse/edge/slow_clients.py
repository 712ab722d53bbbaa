"""Limits of how slowly a client may send, and take what it is sent: all in one place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SlowClientLimits:
    """Limits for one connection, in seconds unless they say otherwise.

    `keepalive` in `server/gunicorn_config.py` says how long it may idle between requests.
    """

    head: float = 5.0
    """Until the head of the first request has come."""

    body: float = 20.0
    """That a body may be waited for, and one more for each `body_rate` bytes of it."""

    body_rate: int = 512
    """Bytes of a body that earn it one second more."""

    taking: float = 30.0
    """In which a client must take what fills the buffer to it, 64 KiB."""

    lingering: float = 120.0
    """That a client may go on sending after it was answered (RFC 9112, section 9.6)."""

    lingering_silence: float = 5.0
    """That such a client may be silent."""

    lingering_bytes: int = 128 * 1024 * 1024
    """Bytes of it that are dropped; some clients read an answer only at the end."""


DEFAULT = SlowClientLimits()
