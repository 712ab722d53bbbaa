"""Project names: what is one, and when two of them are the same or too much alike."""

import re

_VALID = re.compile(r"([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])\Z", re.IGNORECASE | re.ASCII)
_SEPARATORS = re.compile(r"[-_.]+")
_LOOK_ALIKES = str.maketrans("lLiIoO", "111100", "._-")


def is_valid_name(name: str) -> bool:
    """Return whether core metadata allows `name`: letters, digits, inner `.`, `_`, `-`."""
    return _VALID.match(name) is not None


def normalize(name: str) -> str:
    """Return the form by which projects are found: PEP 503."""
    return _SEPARATORS.sub("-", name).lower()


def ultranormalize(name: str) -> str:
    """Return a form in which names that a reader could take for each other are equal."""
    return name.translate(_LOOK_ALIKES).lower()
