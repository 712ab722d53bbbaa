"""The order in which people expect names with numbers in them."""

import re

_NUMBERS = re.compile(r"([0-9]+)")

NaturalKey = list[tuple[bool, int, str]]


def natural_key(text: str) -> NaturalKey:
    """Make a sort key by which 3.9 comes before 3.10; numbers may have any length."""
    return [_part(each) for each in _NUMBERS.split(text)]


def _part(text: str) -> tuple[bool, int, str]:
    """Return a sort key of digits: how many, then which, since `int` has a limit."""
    if not text.isdecimal():
        return False, 0, text.lower()
    digits = text.lstrip("0")
    return True, len(digits), digits
