"""Errors."""

from warehouse.i18n import Message


class WebhookRefused(Exception):
    """Something cannot be done with a webhook; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message
