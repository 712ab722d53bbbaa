"""The age below which pages are kept from search engines, since they may be spam."""

from datetime import UTC, datetime, timedelta

_NEW_FOR = timedelta(days=30)


def is_new(made: datetime | None) -> bool:
    """Return whether a project or an account was made in the last thirty days."""
    if made is None:
        return False
    aware = made if made.tzinfo else made.replace(tzinfo=UTC)
    return datetime.now(UTC) - aware < _NEW_FOR
