"""Which rows a session sees: options that every SELECT of it gets, whoever wrote it.

A session without restrictions sees all rows. Who may see what is known to domains; they
say it once for a session, and no query of theirs or of others can forget it.
"""

from collections.abc import Sequence

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.base import ExecutableOption

_RESTRICTIONS = "warehouse.db.restrictions"
_LIFTED = "warehouse_sees_all"

SEEING_ALL = {_LIFTED: True}
"""Execution options of a statement that no restriction holds for."""


def restrict(session: Session, options: Sequence[ExecutableOption]) -> None:
    """Let a session see what `options` leave, from now on; all, if there are none."""
    session.info[_RESTRICTIONS] = tuple(options)


@event.listens_for(Session, "do_orm_execute")
def obey(state: ORMExecuteState) -> None:
    """Add the restrictions of its session to a statement that is about to be executed.

    A row that the session has already may be read again, whatever it is.
    """
    options = state.session.info.get(_RESTRICTIONS)
    is_new = state.is_select and not state.is_column_load
    if options and is_new and not state.execution_options.get(_LIFTED):
        state.statement = state.statement.options(*options)
