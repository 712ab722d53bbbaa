"""Translatable messages: English in the code, translated when they are shown."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from warehouse.i18n.current import current_locale

_PLACE = re.compile(r"\$\{(\w+)\}")


class Message(str):
    """A sentence that is translated whenever it becomes text.

    It equals its English. `str()`, f-strings and templates show it in the language of the
    request that is being answered.
    """

    __slots__ = ("mapping",)
    mapping: Mapping[str, object]

    def __new__(cls, msgid: str, mapping: Mapping[str, object] | None = None) -> "Message":
        """Make a message; `mapping` has the values for `${name}` in `msgid`."""
        message = super().__new__(cls, msgid)
        message.mapping = mapping or {}
        return message

    @property
    def msgid(self) -> str:
        """Return the English that catalogues know it by."""
        return super().__str__()

    def with_values(self, **values: object) -> "Message":
        """Return the same sentence with these values for `${name}` in it."""
        return Message(self.msgid, values)

    @property
    def english(self) -> str:
        """Return it in English, whatever the language of the request."""
        return _PLACE.sub(lambda place: str(self.mapping[place[1]]), self.msgid)

    def __str__(self) -> str:
        text = current_locale().gettext(self.msgid)
        return _PLACE.sub(lambda place: str(self.mapping[place[1]]), text)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __mod__(self, values: object) -> "Message":
        # Validators of forms fill in values this way; texts of ours have no places for it.
        return self

    def __html__(self) -> str:
        return filled(current_locale().gettext(self.msgid), self.mapping)


def _(msgid: str, mapping: Mapping[str, object] | None = None) -> Message:
    """Mark `msgid` to be translated when it is shown."""
    return Message(msgid, mapping)


def in_a_page(msgid: str, **values: object) -> Markup:
    """Translate `msgid` into the language of the page: `_` in templates."""
    return filled(current_locale().gettext(msgid), values)


def ngettext(singular: str, plural: str, n: int, **values: object) -> Markup:
    """Return the form for `n`, which `${n}` shows in the language's way."""
    locale = current_locale()
    text = locale.ngettext(singular, plural, n)
    return filled(text, {"n": locale.number(n), **values})


def filled(text: str, values: Mapping[str, Any]) -> Markup:
    """Return `text` as HTML with its `values`, escaped unless they are HTML."""
    if "${" not in text:
        return escape(text)
    parts: list[Any] = _PLACE.split(text)
    parts[1::2] = [values[name] for name in parts[1::2]]
    return escape("").join(parts)
