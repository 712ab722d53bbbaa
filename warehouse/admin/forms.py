"""Forms and fields of staff that several actions share."""

from collections.abc import Iterable
from typing import Any

from wtforms import Field, Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from warehouse.appeals.words import CAUSES
from warehouse.events.staff import Cause

MOST_REASON = 1000
MOST_NOTICE = 2000
MOST_MESSAGE = 4000
"""Characters of what somebody reads whom staff answer."""


class ActionForm(Form):
    """The form of an action: at least a reason, which the record keeps."""

    reason = TextAreaField(
        "Reason, for the record",
        validators=[
            InputRequired("Say why: the record keeps it."),
            Length(max=MOST_REASON, message=f"Use at most {MOST_REASON} characters."),
        ],
    )


def _cause(default: str = "") -> SelectField:
    return SelectField(
        "Kind of reason, for owners and the public",
        choices=[
            ("", "Say nothing of it"),
            *((key, words.msgid.capitalize()) for key, words in CAUSES.items()),
        ],
        default=default,
    )


def _notice() -> TextAreaField:
    return TextAreaField(
        "What its owners will read",
        description="Not needed. They see it in the history of the project and get it by "
        "mail, with a link for an appeal. They see neither the record nor who you are.",
        validators=[
            Length(max=MOST_NOTICE, message=f"Use at most {MOST_NOTICE} characters."),
        ],
    )


class NoticeForm(ActionForm):
    """The form of an action that owners of a project are told of."""

    cause, notice = _cause(), _notice()


class MalwareNoticeForm(NoticeForm):
    """The same, where the reason is malware as a rule."""

    cause, notice = _cause(Cause.MALWARE.value), _notice()


def with_notice(
    kind: type[ActionForm], *, asking: type[NoticeForm] = NoticeForm
) -> type[ActionForm]:
    """Return a form that also asks what the owners of the project will read."""
    if issubclass(kind, NoticeForm):
        return kind
    bases = (asking,) if kind is ActionForm else (kind, asking)
    return type(f"{kind.__name__}WithNotice", bases, {})


def confirming(field: str, label: str) -> type[ActionForm]:
    """Return a form in which the name of the subject has to be typed into `field`."""
    return type("ConfirmingForm", (ActionForm,), {field: StringField(label)})


class BoxesField(Field):
    """Checkboxes, each with a name of its own: the field's, a dot, and the choice.

    A form has each field once (`warehouse.http.forms`), so they cannot share one.
    """

    data: list[str]

    def __init__(
        self,
        label: str,
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
        offered = {key for key, _ in self.choices}
        unknown = [each for each in self.data if each not in offered]
        if unknown:
            raise ValidationError(f"“{unknown[0][:100]}” cannot be chosen.")
        if self.is_needed and not self.data:
            raise ValidationError("Choose at least one.")


class VersionsForm(ActionForm):
    """Some releases of a project, and a reason."""

    versions = BoxesField("Releases", is_needed=True)

    def offer(self, versions: Iterable[str]) -> None:
        """Offer these versions."""
        self.versions.choices = [(each, each) for each in versions]
