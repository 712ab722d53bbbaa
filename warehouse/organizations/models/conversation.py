"""What somebody asks of staff, how far that is, and what is said about it."""

import enum
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import Model, Moment, stored_by_value


class ApplicationStatus(enum.StrEnum):
    """How far an application is."""

    SUBMITTED = "submitted"
    MORE_INFORMATION_NEEDED = "moreinformationneeded"
    """Staff have asked something, and it is not answered yet."""
    DEFERRED = "deferred"
    DECLINED = "declined"
    APPROVED = "approved"

    @property
    def is_open(self) -> bool:
        """Return whether it can be decided still."""
        return self not in DECIDED


DECIDED = (ApplicationStatus.DECLINED, ApplicationStatus.APPROVED)


class MessageKind(enum.StrEnum):
    """What a message of an application is."""

    REQUEST = "request"
    """A question of staff."""
    RESPONSE = "response"
    NOTE = "note"
    """Something that staff say among themselves."""


class Application(Model):
    """The base of applications, which staff decide."""

    __abstract__ = True

    name: Mapped[str]
    status: Mapped[ApplicationStatus] = mapped_column(
        stored_by_value(ApplicationStatus, "organizationapplicationstatus"),
        server_default=ApplicationStatus.SUBMITTED.value,
    )
    submitted: Mapped[Moment]
    updated: Mapped[datetime] = mapped_column(
        server_default=text("(now() AT TIME ZONE 'utc')")
    )


class Message(Model):
    """The base of messages about applications."""

    __abstract__ = True

    application_id: Mapped[UUID]
    kind: Mapped[MessageKind] = mapped_column(
        stored_by_value(MessageKind, "applicationmessagekind")
    )
    created: Mapped[Moment]
    author_name: Mapped[str]
    text: Mapped[str]
