"""Copies of everything that is kept about an account, as a ZIP archive of JSON files."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import orjson
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from warehouse.accounts import holdings, queries
from warehouse.accounts.models import AccountExport, User
from warehouse.accounts.signals import ExportFinished, ExportRequested
from warehouse.security import Actor
from warehouse.signals import Announce

KEPT_FOR = timedelta(days=3)
_TOO_LONG = timedelta(hours=1)
"""After this a copy that is not finished was given up by whoever made it."""


class ExportService:
    """Makes copies, and deletes those that were kept for long enough."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def current(self, user: User) -> AccountExport | None:
        """Return the copy that is being made or kept for a person, or None."""
        export = self.db.scalar(
            select(AccountExport).where(AccountExport.user_id == user.id)
        )
        return None if export is None or _is_over(export) else export

    def request(self, user: User, *, actor: Actor) -> AccountExport:
        """Have a copy made that replaces the one before; one is made at a time."""
        user = queries.user_locked(self.db, user.id)
        current = self.current(user)
        if current is not None and current.finished is None:
            return current
        self.db.execute(delete(AccountExport).where(AccountExport.user_id == user.id))
        export = AccountExport(user=user)
        self.db.add(export)
        self.db.flush()
        self.announce(ExportRequested(user, actor, export))
        return export

    def make(self, export: AccountExport) -> None:
        """Make the archive, and announce that it is ready."""
        if export.finished is not None:
            return
        now = datetime.now(UTC)
        export.content = self.archive_of(export.user)
        export.finished, export.expires = now, now + KEPT_FOR
        self.db.flush()
        self.announce(ExportFinished(export))

    def archive_of(self, user: User) -> bytes:
        """Return a ZIP archive with a JSON file for each table that has rows of `user`."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, rows in self._documents(user):
                text = orjson.dumps(rows, option=orjson.OPT_INDENT_2, default=str)
                archive.writestr(f"{user.username}/{name}.json", text)
        return buffer.getvalue()

    def sweep(self) -> int:
        """Delete the copies that were kept for long enough; return how many."""
        over = AccountExport.expires <= datetime.now(UTC)
        gone = self.db.execute(
            delete(AccountExport).where(over).returning(AccountExport.id)
        )
        return len(gone.all())

    def _documents(self, user: User) -> Iterator[tuple[str, list[dict[str, object]]]]:
        for holding in holdings.of_people():
            rows = self.db.execute(holding.rows_of(user)).mappings().all()
            if rows:
                yield holding.name, [holding.shown(row) for row in rows]


def _is_over(export: AccountExport) -> bool:
    now = datetime.now(UTC)
    if export.expires is None:
        return export.created + _TOO_LONG < now
    return export.expires <= now
