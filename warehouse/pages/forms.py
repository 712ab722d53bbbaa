"""The forms of public pages."""

from typing import Any

from wtforms import Form, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from warehouse.http.fields import trimmed
from warehouse.i18n import _
from warehouse.observations.reports import (
    LEAST_SUMMARY,
    MOST_LINK,
    MOST_SUMMARY,
    has_markup,
    is_inspector_link,
)


class ReportForm(Form):
    """A report of malware: what it does, and perhaps where in its files."""

    inspector_link = StringField(
        validators=[
            Optional(),
            Length(
                max=MOST_LINK,
                message=_("A link has at most ${n} characters.", mapping={"n": MOST_LINK}),
            ),
        ],
        filters=[trimmed],
    )
    summary = TextAreaField(
        validators=[
            InputRequired(_("Say what you found.")),
            Length(
                min=LEAST_SUMMARY,
                max=MOST_SUMMARY,
                message=_(
                    "Write ${least} to ${most} characters.",
                    mapping={"least": LEAST_SUMMARY, "most": MOST_SUMMARY},
                ),
            ),
        ],
        filters=[trimmed],
    )

    def __init__(self, formdata: Any, *, base: str) -> None:
        super().__init__(formdata)
        self.base = base

    def validate_inspector_link(self, field: StringField) -> None:
        """Refuse links to elsewhere."""
        if not is_inspector_link(field.data or "", self.base):
            said = _("The link must begin with ${base}", mapping={"base": self.base})
            raise ValidationError(said)

    def validate_summary(self, field: TextAreaField) -> None:
        """Refuse markup, and what no database keeps."""
        text = field.data or ""
        if has_markup(text) or "\0" in text:
            raise ValidationError(_("Write plain text without HTML tags."))
