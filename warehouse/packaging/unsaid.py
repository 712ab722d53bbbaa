"""The texts that tools wrote where an author had said nothing."""

_UNSAID = "UNKNOWN"
"""The word of distutils, setuptools and wheel for it."""


def is_unsaid(text: str) -> bool:
    """Return whether `text` only says that nothing was said."""
    return text.strip() == _UNSAID
