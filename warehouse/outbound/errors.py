"""Errors."""

from warehouse.i18n import Message


class TargetRefused(Exception):
    """A URL cannot be used as a target; the message says why, and how to mend it."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message


class Unanswered(Exception):
    """A request had no answer; the text says why."""


class RedirectedTooOften(Unanswered):
    """Every answer led elsewhere, `most` times."""

    def __init__(self, most: int) -> None:
        super().__init__(f"it redirects more than {most} times")
