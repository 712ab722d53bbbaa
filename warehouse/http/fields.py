"""What the fields of all forms share."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import Regexp, ValidationError

from warehouse.i18n import _

ONE_LINE = Regexp(r"[^\x00-\x1f\x7f]*\Z", message=_("Control characters are not allowed."))
"""A validator for text of one line."""


def trimmed(text: str | None) -> str | None:
    """Return a text without spaces around it, and nothing as it is: a filter of fields."""
    return text.strip() if text else text


class BoxesField(Field):
    """Checkboxes, each with a name of its own: the field's, a dot, and the choice."""

    data: list[str]

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label, **options)
        self.choices: Sequence[str] = ()

    def process(
        self, formdata: Any, data: object = None, extra_filters: Any = None
    ) -> None:
        """Read which boxes were ticked."""
        begin = f"{self.name}."
        self.process_errors = []
        self.data = [
            each.removeprefix(begin) for each in formdata or () if each.startswith(begin)
        ]

    def pre_validate(self, form: Any) -> None:
        """Raise `ValidationError` unless something is ticked that is offered."""
        if not set(self.data) & set(self.choices):
            raise ValidationError(_("Choose at least one."))
