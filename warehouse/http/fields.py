"""What the fields of all forms share."""

from wtforms.validators import Regexp

from warehouse.i18n import _

ONE_LINE = Regexp(r"[^\x00-\x1f\x7f]*\Z", message=_("Control characters are not allowed."))
"""A validator for text of one line."""


def trimmed(text: str | None) -> str | None:
    """Return a text without spaces around it, and nothing as it is: a filter of fields."""
    return text.strip() if text else text
