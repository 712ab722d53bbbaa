"""Forms and fields of staff that several actions share."""

from collections.abc import Iterable

from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.appeals.words import CAUSES
from warehouse.events.staff import Cause
from warehouse.http.fields import BoxesField

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


class VersionsForm(ActionForm):
    """Some releases of a project, and a reason."""

    versions = BoxesField("Releases", is_needed=True)

    def offer(self, versions: Iterable[str]) -> None:
        """Offer these versions."""
        self.versions.choices = [(each, each) for each in versions]
