"""The timeouts of the database during an upload."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def extend_timeouts(db: Session) -> None:
    """Give this transaction the ten minutes that a large file may need."""
    for setting in _TIMEOUTS:
        db.execute(text(f"SET LOCAL {setting} = '600s'"))
