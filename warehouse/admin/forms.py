"""Forms and fields of staff that several actions share."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import Field, Form, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

MOST_REASON = 1000


class ActionForm(Form):
    """The form of an action: at least a reason, which the record keeps."""

    reason = TextAreaField(
        "Reason, for the record",
        validators=[
            InputRequired("Say why: the record keeps it."),
            Length(max=MOST_REASON, message=f"Use at most {MOST_REASON} characters."),
        ],
    )


def confirming(field: str, label: str) -> type[ActionForm]:
    """Return a form in which the name of the subject has to be typed into `field`."""
    return type("ConfirmingForm", (ActionForm,), {field: StringField(label)})


class BoxesField(Field):
    """Checkboxes, each with a name of its own: the field's, a dot, and the choice."""

    data: list[str]

    def __init__(self, label: str, **options: Any) -> None:
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
            raise ValidationError("Choose at least one.")


class VersionsForm(ActionForm):
    """Some releases of a project, and a reason."""

    versions = BoxesField("Releases")

    def offer(self, versions: Iterable[str]) -> None:
        """Offer these versions."""
        self.versions.choices = list(versions)
