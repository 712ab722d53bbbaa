"""Usernames: what is one. Organizations are named by the same rule."""

import re

_VALID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,48}[a-z0-9])?\Z", re.IGNORECASE | re.ASCII)


def is_valid_name(name: str) -> bool:
    """Return whether `name` has up to 50 letters, digits and inner `.`, `_`, `-`."""
    return _VALID.match(name) is not None
