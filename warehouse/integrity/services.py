"""Checking in steps that files and their rows agree."""

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from warehouse.db import Transaction
from warehouse.integrity.comparing import (
    Finding,
    Row,
    disagreements,
    listed,
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
from warehouse.integrity.queries import finished_checks
from warehouse.storage import Storage

STEP_FILES = 500
STEP_SECONDS = 20
"""A step ends after so long, with the file or the prefix that it looks at."""

PREFIXES = 256
"""Blobs lie below two hexadecimal digits of their digest."""

KEPT = timedelta(days=90)
"""How long a check is kept with what it found."""

SIGN_SECONDS = 30
"""How often a step that takes longer says that it is at work."""

_FILES, _BLOBS = "f", "b"


_Wrong = tuple[Row | None, Finding]
"""A finding with the row that it is about, or None for a blob."""


@dataclass
class _Step:
    """What a step found, and where the next one begins."""

    position: str
    files: int = 0
    blobs: int = 0
    wrong: list[_Wrong] = field(default_factory=list)


class IntegrityService:
    """Starts and stops checks, does their steps, and says what they found."""

    def __init__(
        self,
        transaction: Transaction,
        storage: Storage,
        *,
        retention: timedelta,
        sign_seconds: float = SIGN_SECONDS,
    ) -> None:
        self.db, self._transaction = transaction.session, transaction
        self._storage, self._retention = storage, retention
        self._sign_seconds = sign_seconds

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
        """Do the next step of a check and commit it; return whether there are more.

        No transaction is open while the storage is read. Of two who do the same step at
        the same time, what the second one found is dropped.
        """
        check = self.db.get(StorageCheck, key, populate_existing=True)
        if check is None or check.state is not CheckState.RUNNING:
            return False
        begun, reads_bytes = check.position, check.reads_bytes
        if begun.startswith(_FILES):
            step = self._look_at_files(key, begun, reads_bytes=reads_bytes)
        else:
            step = self._look_at_blobs(begun)
        goes_on = self._take(key, begun, step)
        self._transaction.commit()
        return goes_on

    def numbers(self, key: UUID) -> dict[FindingKind, int]:
        """Return how many findings of each kind a check has."""
        found = self.db.execute(
            select(StorageFinding.kind, func.count())
            .where(StorageFinding.check_id == key)
            .group_by(StorageFinding.kind)
        )
        return {**dict.fromkeys(FindingKind, 0), **{kind: count for kind, count in found}}

    def forget(self) -> int:
        """Delete checks that are old, but the last finished one; return how many."""
        last = finished_checks().limit(1).scalar_subquery()
        old = delete(StorageCheck).where(
            StorageCheck.created < datetime.now(UTC) - KEPT,
            StorageCheck.state != CheckState.RUNNING,
            StorageCheck.id.is_distinct_from(last),
        )
        return len(self.db.scalars(old.returning(StorageCheck.id)).all())

    def _look_at_files(self, key: UUID, begun: str, *, reads_bytes: bool) -> _Step:
        after = begun.removeprefix(_FILES)
        rows = rows_after(self.db, UUID(after) if after else None, STEP_FILES)
        self._transaction.commit()
        step, working = _Step(begun), self._sign_of_life(key)
        until = time.monotonic() + STEP_SECONDS
        for row in rows:
            wrong = disagreements(
                row, self._storage, reads_bytes=reads_bytes, working=working
            )
            step.wrong.extend((row, each) for each in wrong)
            step.files += 1
            step.position = f"{_FILES}{row.id}"
            if time.monotonic() > until:
                return step
        if len(rows) < STEP_FILES:
            step.position = f"{_BLOBS}0"
        return step

    def _look_at_blobs(self, begun: str) -> _Step:
        step, until = _Step(begun), time.monotonic() + STEP_SECONDS
        for number in range(int(begun.removeprefix(_BLOBS)), PREFIXES):
            self._transaction.commit()
            blobs, unlisted = listed(self._storage, f"{number:02x}/")
            unnamed = unnamed_blobs(self.db, blobs, retention=self._retention)
            step.wrong.extend((None, each) for each in (*unlisted, *unnamed))
            step.blobs += len(blobs)
            step.position = f"{_BLOBS}{number + 1}"
            if time.monotonic() > until:
                break
        return step

    def _sign_of_life(self, key: UUID) -> Callable[[], None]:
        """Return what writes now and then that a check is at work: a blob may be large."""
        written = time.monotonic()

        def write() -> None:
            nonlocal written
            if time.monotonic() - written > self._sign_seconds:
                check = self.db.get(StorageCheck, key, populate_existing=True)
                if check is not None:
                    check.touched = datetime.now(UTC)
                self._transaction.commit()
                written = time.monotonic()

        return write

    def _take(self, key: UUID, begun: str, step: _Step) -> bool:
        """Write down a step that nobody else did or stopped; return whether to go on."""
        check = self.db.get(StorageCheck, key, with_for_update=True, populate_existing=True)
        is_running = check is not None and check.state is CheckState.RUNNING
        if check is None or not is_running or check.position != begun:
            return False
        self._note(check, step.wrong)
        check.files += step.files
        check.blobs += step.blobs
        check.position, check.touched = step.position, datetime.now(UTC)
        if step.position == f"{_BLOBS}{PREFIXES}":
            check.state, check.finished = CheckState.FINISHED, datetime.now(UTC)
        return check.state is CheckState.RUNNING

    def _note(
        self, check: StorageCheck, found: Iterable[tuple[Row | None, Finding]]
    ) -> None:
        for row, finding in found:
            if row is None or still_named(self.db, row):
                values = {"check_id": check.id, **asdict(finding)}
                added = insert(StorageFinding).values(values)
                self.db.execute(added.on_conflict_do_nothing())

    def _change(
        self, check: StorageCheck, state: CheckState, *, before: CheckState
    ) -> None:
        self.db.refresh(check, with_for_update=True)
        if check.state is not before:
            raise CheckEnded(f"This check is {check.state} already.")
        check.state, check.touched = state, datetime.now(UTC)
        self.db.flush()
