"""Checking in steps that files and their rows agree."""

import time
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from warehouse.integrity.comparing import (
    Finding,
    disagreements,
    rows_after,
    still_named,
    unnamed_blobs,
)
from warehouse.integrity.errors import CheckEnded, CheckRunning
from warehouse.integrity.models import (
    CheckState,
    FindingKind,
    StorageCheck,
    StorageFinding,
)
from warehouse.storage import Storage

STEP_FILES = 500
STEP_SECONDS = 20
"""A step ends after so long, with the file or the prefix that it looks at."""

PREFIXES = 256
"""Blobs lie below two hexadecimal digits of their digest."""

_FILES, _BLOBS = "f", "b"


class IntegrityService:
    """Starts and stops checks, does their steps, and says what they found."""

    def __init__(self, db: Session, storage: Storage, *, retention: timedelta) -> None:
        self.db, self._storage, self._retention = db, storage, retention

    def start(self, *, reads_bytes: bool, started_by: str | None = None) -> StorageCheck:
        """Start a check, which steps go on with; raises `CheckRunning`.

        `reads_bytes` also compares every digest, which reads the whole storage.
        """
        check = StorageCheck(
            reads_bytes=reads_bytes, started_by=started_by, position=_FILES
        )
        try:
            with self.db.begin_nested():
                self.db.add(check)
        except IntegrityError as error:
            raise CheckRunning("A check of the storage runs already.") from error
        return check

    def stop(self, check: StorageCheck) -> None:
        """Stop a check where it is; raises `CheckEnded`."""
        self._change(check, CheckState.STOPPED, before=CheckState.RUNNING)

    def go_on(self, check: StorageCheck) -> None:
        """Go on with a check that was stopped; raises `CheckEnded` or `CheckRunning`."""
        try:
            with self.db.begin_nested():
                self._change(check, CheckState.RUNNING, before=CheckState.STOPPED)
        except IntegrityError as error:
            raise CheckRunning("A check of the storage runs already.") from error

    def step(self, key: UUID) -> bool:
        """Do the next step of a check; return whether there are more."""
        check = self.db.get(StorageCheck, key, with_for_update=True, populate_existing=True)
        if check is None or check.state is not CheckState.RUNNING:
            return False
        if check.position.startswith(_FILES):
            self._look_at_files(check)
        else:
            self._look_at_blobs(check)
        check.touched = datetime.now(UTC)
        self.db.flush()
        return check.state is CheckState.RUNNING

    def numbers(self, key: UUID) -> dict[FindingKind, int]:
        """Return how many findings of each kind a check has."""
        found = self.db.execute(
            select(StorageFinding.kind, func.count())
            .where(StorageFinding.check_id == key)
            .group_by(StorageFinding.kind)
        )
        return {**dict.fromkeys(FindingKind, 0), **{kind: count for kind, count in found}}

    def _look_at_files(self, check: StorageCheck) -> None:
        after = check.position.removeprefix(_FILES)
        rows = rows_after(self.db, UUID(after) if after else None, STEP_FILES)
        until = time.monotonic() + STEP_SECONDS
        for row in rows:
            wrong = list(disagreements(row, self._storage, reads_bytes=check.reads_bytes))
            if wrong and still_named(self.db, row):
                self._note(check, wrong)
            check.files += 1
            check.position = f"{_FILES}{row.id}"
            if time.monotonic() > until:
                return
        if len(rows) < STEP_FILES:
            check.position = f"{_BLOBS}0"

    def _look_at_blobs(self, check: StorageCheck) -> None:
        until = time.monotonic() + STEP_SECONDS
        for number in range(int(check.position.removeprefix(_BLOBS)), PREFIXES):
            blobs = list(self._storage.list(f"{number:02x}/"))
            self._note(check, unnamed_blobs(self.db, blobs, retention=self._retention))
            check.blobs += len(blobs)
            check.position = f"{_BLOBS}{number + 1}"
            if time.monotonic() > until:
                return
        check.state, check.finished = CheckState.FINISHED, datetime.now(UTC)

    def _note(self, check: StorageCheck, found: Iterable[Finding]) -> None:
        for each in found:
            values = {"check_id": check.id, **asdict(each)}
            self.db.execute(insert(StorageFinding).values(values).on_conflict_do_nothing())

    def _change(
        self, check: StorageCheck, state: CheckState, *, before: CheckState
    ) -> None:
        self.db.refresh(check, with_for_update=True)
        if check.state is not before:
            raise CheckEnded(f"This check is {check.state} already.")
        check.state, check.touched = state, datetime.now(UTC)
        self.db.flush()
