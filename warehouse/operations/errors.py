"""The errors of operations."""


class JobUnknown(Exception):
    """There is no task of this name any more."""


class MailingRefused(Exception):
    """A mailing cannot be made or changed; the text says why."""
