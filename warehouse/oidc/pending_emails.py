"""The messages about pending publishers that come to nothing."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class PendingMail(Mail, template="pending-trusted-publisher-expired"):
    """What such a message says: to whom, which publisher, and which project."""

    username: str
    project: str
    publisher: str
    specifier: str


@dataclass(frozen=True)
class PendingExpiredMail(PendingMail, template="pending-trusted-publisher-expired"):
    """Says that a publisher was removed after `days` days."""

    days: int


@dataclass(frozen=True)
class PendingReminderMail(
    PendingMail, template="pending-trusted-publisher-expiration-reminder"
):
    """Warns that a publisher is removed in `days` days."""

    days: int


@dataclass(frozen=True)
class PendingInvalidatedMail(PendingMail, template="pending-trusted-publisher-invalidated"):
    """Says that a publisher was removed, because the project exists by now."""
