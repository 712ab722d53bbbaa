"""Errors."""

from warehouse.i18n import Message


class RestoreRefused(Exception):
    """Something cannot be restored; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.english)
        self.message = message
