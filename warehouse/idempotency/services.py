"""Keeping answers, and finding them again."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from warehouse.db.locks import try_lock_name
from warehouse.idempotency.errors import KeyBusy, KeyReused
from warehouse.idempotency.models import IdempotencyKey
from warehouse.security import Caller

KEPT = timedelta(hours=24)
"""How long an answer is given again."""


@dataclass(frozen=True)
class KeptAnswer:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class IdempotencyService:
    """Keeps the answers to the requests of callers, each under a key that they chose."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def claim(self, caller: Caller, key: str, fingerprint: bytes) -> KeptAnswer | None:
        """Return the answer under a key, or None and let nobody else use it until the end.

        The end is that of the transaction. Raises `KeyBusy` or `KeyReused`.
        """
        if not try_lock_name(self.db, f"idempotency/{caller.id}/{key}"):
            raise KeyBusy
        kept = select(IdempotencyKey).where(_is_of(caller), IdempotencyKey.key == key)
        found = self.db.scalar(kept.execution_options(populate_existing=True))
        if found is None:
            return None
        if found.created <= datetime.now(UTC) - KEPT:
            self.db.delete(found)
            self.db.flush()
            return None
        if found.fingerprint != fingerprint:
            raise KeyReused
        return KeptAnswer(found.status, dict(found.headers), found.body)

    def keep(
        self, caller: Caller, key: str, fingerprint: bytes, answer: KeptAnswer
    ) -> None:
        """Keep an answer under a key that was claimed."""
        is_person = caller.kind == "user"
        self.db.add(
            IdempotencyKey(
                user_id=caller.id if is_person else None,
                organization_id=None if is_person else caller.id,
                key=key,
                fingerprint=fingerprint,
                status=answer.status,
                headers=answer.headers,
                body=answer.body,
            )
        )

    def forget(self) -> int:
        """Delete the answers that are not given any more; return how many."""
        old = delete(IdempotencyKey).where(
            IdempotencyKey.created <= datetime.now(UTC) - KEPT
        )
        return len(self.db.scalars(old.returning(IdempotencyKey.key)).all())


def _is_of(caller: Caller) -> ColumnElement[bool]:
    if caller.kind == "user":
        return IdempotencyKey.user_id == caller.id
    return IdempotencyKey.organization_id == caller.id
