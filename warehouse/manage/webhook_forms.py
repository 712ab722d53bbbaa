"""The form of a webhook."""

from collections.abc import Collection
from typing import Any

from wtforms import Form, StringField, ValidationError
from wtforms.validators import InputRequired

from warehouse.http.fields import trimmed
from warehouse.i18n import Message, _
from warehouse.webhooks.events import ALL_EVENTS

TICKED = "event."
"""The beginning of the names of checkboxes, each of which is for one event."""


class WebhookForm(Form):
    """Where a webhook leads, and of which events it is told.

    The rules of targets, which the service asks, say how long an address may be.
    """

    url = StringField(
        validators=[InputRequired(_("Enter an address."))],
        filters=[trimmed],
    )
    events = StringField()

    def __init__(
        self, formdata: Any = None, *, chosen: Collection[str] = (), **options: Any
    ) -> None:
        """Make the form, with what was sent or with what is `chosen`."""
        super().__init__(formdata, **options)
        sent = formdata or {}
        ticked = [each for each in ALL_EVENTS if f"{TICKED}{each}" in sent]
        self.chosen = list(chosen) if formdata is None else ticked

    def validate_events(self, field: StringField) -> None:
        """Refuse a webhook that is told of nothing."""
        if not self.chosen:
            raise ValidationError(_("Choose at least one event."))

    def refuse(self, problem: Message) -> None:
        """Say what is wrong with the address."""
        self.url.errors = [problem]
