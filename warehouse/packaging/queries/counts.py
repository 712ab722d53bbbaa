"""The numbers of projects, releases, files and users."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.queries import SYSTEM_USERS
from warehouse.packaging.models import File, MonthlyCount, Project, Release, RowCount

# As tables: the rows that a session may not see are left out here, by indexes.
_projects, _releases, _files = Project.__table__, Release.__table__, File.__table__
_private = select(_projects.c.id).where(_projects.c.is_private)
_in_private = select(_releases.c.id).where(_releases.c.project_id.in_(_private))

COUNTED: Mapping[str, Select[UUID]] = {
    Project.__tablename__: select(_projects.c.id).where(_projects.c.id.not_in(_private)),
    Release.__tablename__: select(_releases.c.id).where(
        _releases.c.project_id.not_in(_private)
    ),
    File.__tablename__: select(_files.c.id).where(_files.c.release_id.not_in(_in_private)),
    User.__tablename__: select(User.id).where(User.username.not_in(SYSTEM_USERS)),
}
"""The rows that are counted, by table: what belongs to a private project is none."""

_FEW = 1_000


def counts(db: Session) -> dict[str, int]:
    """Return how many projects, releases, files and users there are.

    Up to a thousand are counted at each call, more are read from the last count: so an
    index that begins to fill has figures that fit what is listed beside them.
    """
    found = db.execute(select(*(_number_of(name) for name in COUNTED))).one()
    return dict(zip(COUNTED, found, strict=True))


def monthly_counts(db: Session, *, limit: int) -> Sequence[MonthlyCount]:
    """Return what each of the last months created, oldest first."""
    newest = select(MonthlyCount).order_by(MonthlyCount.month.desc()).limit(limit)
    return db.scalars(newest).all()[::-1]


def _number_of(table: str) -> ColumnElement[int]:
    stored = select(RowCount.count).where(RowCount.table_name == table).scalar_subquery()
    counted = COUNTED[table]
    # In the order of an index, so that none but the first of them are looked at.
    some = counted.order_by(*counted.selected_columns).limit(_FEW).subquery()
    few = select(func.count()).select_from(some).scalar_subquery()
    return case((stored >= _FEW, stored), else_=few)
