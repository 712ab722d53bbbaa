"""What a new index needs before anybody can use it."""

from collections.abc import Mapping


def prepare(environment: Mapping[str, str], url: str) -> str | None:
    """Make the first administrator, and return the text to show once; None if not new."""
    return None
