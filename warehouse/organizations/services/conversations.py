"""What is said about applications, and how far they are."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.organizations.errors import (
    ApplicationDecided,
    ApplicationGone,
    NothingAsked,
)
from warehouse.organizations.models import (
    Application,
    ApplicationStatus,
    Message,
    MessageKind,
)
from warehouse.security import Actor


class Conversation:
    """Keeps applications of one kind open until they are decided, and what is said."""

    def __init__(self, db: Session, message: type[Message]) -> None:
        self._db, self._message = db, message

    def lock_open(self, application: Application) -> None:
        """Lock an undecided application until the transaction ends, and read it anew.

        Raises `ApplicationDecided` or `ApplicationGone`.
        """
        kind = type(application)
        row = select(kind).where(kind.id == application.id).with_for_update()
        found = self._db.scalar(row.execution_options(populate_existing=True))
        if found is None:
            raise ApplicationGone
        if not found.status.is_open:
            raise ApplicationDecided(found.name, found.status)

    def enter(self, application: Application, status: ApplicationStatus) -> None:
        """Let an application be as far as `status` says."""
        application.status, application.updated = status, datetime.now(UTC)
        self._db.flush()

    def say(
        self, application: Application, kind: MessageKind, text: str, actor: Actor
    ) -> None:
        """Keep what somebody says."""
        said = {"kind": kind, "author_name": actor.name or "", "text": text}
        self._db.add(self._message(application_id=application.id, **said))
        self._db.flush()
        self._db.expire(application, ["messages"])

    def ask(self, application: Application, text: str, actor: Actor) -> None:
        """Ask something, so that the application waits for an answer."""
        self.say(application, MessageKind.REQUEST, text, actor)
        self.enter(application, ApplicationStatus.MORE_INFORMATION_NEEDED)

    def answer(self, application: Application, text: str, actor: Actor) -> None:
        """Answer what was asked; raises `NothingAsked`."""
        if application.status is not ApplicationStatus.MORE_INFORMATION_NEEDED:
            raise NothingAsked
        self.say(application, MessageKind.RESPONSE, text, actor)
        self.enter(application, ApplicationStatus.SUBMITTED)
