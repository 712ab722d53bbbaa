"""Telling one person apart from the others: what fails for one is undone and logged."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.orm import Session

log = structlog.get_logger(__name__)


@contextmanager
def apart(db: Session, event: str, **about: str) -> Iterator[None]:
    """Run a block in a savepoint; log its error, and go on with what comes after it."""
    try:
        with db.begin_nested():
            yield
    except Exception:
        log.exception(event, **about)
