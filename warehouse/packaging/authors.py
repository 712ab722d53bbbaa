"""Names of authors as people read them."""

from email.errors import HeaderParseError
from email.header import decode_header

_ENCODED = "=?"


def readable(text: str | None) -> str | None:
    """Return `text` with its encoded words (RFC 2047) decoded, or as it is without any.

    Several build backends write names that are not ASCII so, as mail does.
    """
    if text is None or _ENCODED not in text:
        return text
    try:
        words = [_word(*each) for each in decode_header(text)]
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return text
    return "".join(each if each.isprintable() else " " for each in "".join(words))


def _word(word: str | bytes, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    # What is between encoded words comes as the standard library has escaped it.
    return word.decode(charset or "raw-unicode-escape")
