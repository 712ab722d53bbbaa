"""What search engines are kept from, because it may be gone tomorrow."""

from datetime import UTC, datetime, timedelta

_NEW_FOR = timedelta(days=30)


def is_new(made: datetime | None) -> bool:
    """Whether a project or an account was made in the last thirty days."""
    if made is None:
        return False
    aware = made if made.tzinfo else made.replace(tzinfo=UTC)
    return datetime.now(UTC) - aware < _NEW_FOR
