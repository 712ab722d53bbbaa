"""How large the index is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from warehouse.packaging.models import MonthlyCount, Project

_TOP = 100
_MONTHS = 60


def total_size(db: Session) -> int:
    """All files of all projects together, in bytes."""
    return int(db.scalar(select(func.sum(Project.total_size))) or 0)


def largest_projects(db: Session) -> Sequence[Any]:
    """The projects whose files are largest together: name and bytes."""
    return db.execute(
        select(Project.name, Project.total_size)
        .order_by(Project.total_size.desc(), Project.name)
        .limit(_TOP)
    ).all()


def months(db: Session) -> Sequence[MonthlyCount]:
    """What each of the last sixty months brought that brought anything, oldest first."""
    newest = select(MonthlyCount).order_by(MonthlyCount.month.desc()).limit(_MONTHS)
    return db.scalars(newest).all()[::-1]
