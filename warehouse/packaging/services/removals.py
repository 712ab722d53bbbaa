"""Deleting releases and files for staff, who say why."""

from sqlalchemy.orm import Session

from warehouse.packaging.models import File, Release
from warehouse.packaging.signals import FileRemovedByStaff, ReleaseRemovedByStaff
from warehouse.security import Actor
from warehouse.signals import Announce


class RemovalService:
    """Deletes releases and files whatever their status; their people are told."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def remove(self, release: Release, *, reason: str, actor: Actor) -> None:
        """Delete `release` and its files, whose names stay used."""
        self.announce(ReleaseRemovedByStaff(release, actor, reason))
        self.db.delete(release)
        self.db.flush()

    def remove_file(self, file: File, *, reason: str, actor: Actor) -> None:
        """Delete `file`, whose name stays used; its release remains."""
        self.announce(FileRemovedByStaff(file.release, actor, file, reason))
        self.db.delete(file)
        self.db.flush()
