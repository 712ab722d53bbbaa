"""What the fields of all forms share."""

from collections.abc import Iterable
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
    """Checkboxes, each with a name of its own: the field's, a dot, and the choice.

    A form has each field once (`warehouse.http.forms`), so they cannot share one.
    """

    data: list[str]

    def __init__(
        self,
        label: str = "",
        *,
        choices: Iterable[tuple[str, str]] = (),
        is_needed: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.choices, self.is_needed = list(choices), is_needed

    def process(
        self, formdata: Any, data: object = None, extra_filters: Any = None
    ) -> None:
        """Read which boxes were ticked, or take those that are ticked now."""
        begin = f"{self.name}."
        self.process_errors = []
        if formdata is None:
            self.data = list(data) if isinstance(data, list) else []
            return
        self.data = [
            each.removeprefix(begin) for each in formdata if each.startswith(begin)
        ]

    def pre_validate(self, form: Any) -> None:
        """Raise `ValidationError` for what is not offered, and for nothing if needed."""
        offered = {each[0] for each in self.choices}
        unknown = [each for each in self.data if each not in offered]
        if unknown:
            choice = {"choice": unknown[0][:100]}
            raise ValidationError(_("“${choice}” cannot be chosen.", mapping=choice))
        if self.is_needed and not self.data:
            raise ValidationError(_("Choose at least one."))
