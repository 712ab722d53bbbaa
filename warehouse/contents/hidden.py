"""The characters that cannot be seen, or that turn what is beside them.

One rule holds for texts and for names: controls and formats, what separates lines and
paragraphs unseen, private use, surrogates, and what Unicode says is not drawn where it is
not known (`Default_Ignorable_Code_Point`). A selector of emoji that follows a symbol only
says how that is drawn.
"""

import re

_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_FORMATS = (
    r"\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
)
_SEPARATORS = r"\u2028\u2029"
_NOBODYS = r"\ud800-\udfff\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_IGNORED = (
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0d\uffa0"
    r"\ufff0-\ufff8\U000e0000-\U000e0fff"
)
_SYMBOLS = r"#*0-9\xa9\xae\u203c-\u3299\U0001f000-\U0001faff"

HIDDEN = re.compile(
    f"[{_CONTROLS}{_FORMATS}{_SEPARATORS}{_NOBODYS}{_IGNORED}]"
    rf"|(?<![{_SYMBOLS}])[\ufe0e\ufe0f]"
)
"""Any of these characters; tabs and ends of lines are none."""


def number_of(character: str) -> str:
    """Return the number of a character as Unicode writes it, as in `U+202E`."""
    return f"U+{ord(character):04X}"


def visible(text: str) -> str:
    """Return a text with the number of each hidden character in its place."""
    return HIDDEN.sub(lambda found: f"[{number_of(found[0])}]", text)
