"""The characters that XML 1.0 has no way to write, which old rows may hold."""

import re

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROL = re.compile("[\x00-\x1f]")


def legal(text: str) -> str:
    """Return `text` without the characters that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text)


def one_line(text: str) -> str:
    """Return `text` without line ends and other control characters."""
    return legal(_CONTROL.sub("", text))
