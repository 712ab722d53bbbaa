"""Finding observations, and counting how right those who make them are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, text, tuple_
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import User
from warehouse.observations.models import (
    Observation,
    ObservationKind,
    Observer,
    ProjectObservation,
    VerdictKind,
)
from warehouse.packaging.models import Project
from warehouse.packaging.names import normalize

WINDOWS = (30, 60, 90, None)
"""Days over which the reports of somebody are counted; None are all."""

MOST = 200
"""Rows of a page that has no further ones."""

IS_OPEN: ColumnElement[bool] = and_(
    ProjectObservation.kind == text("'is_malware'"),
    ProjectObservation.actions == text("'{}'::jsonb"),
)
"""The condition of the index of open reports, to the letter."""

_IS_REPORT = ProjectObservation.kind == ObservationKind.IS_MALWARE.value


@dataclass(frozen=True)
class Tally:
    """How many reports of somebody were right, wrong, and are not decided."""

    right: int
    wrong: int
    undecided: int

    @property
    def accuracy(self) -> int | None:
        """Return how many percent of what was decided was right."""
        decided = self.right + self.wrong
        return None if decided == 0 else round(100 * self.right / decided)


def observer_of(db: Session, user: User) -> Observer | None:
    """Return the observer that a user is, if they observed anything yet."""
    key = user.observer_association_id
    return db.scalar(select(Observer).where(Observer.association_id == key))


def project_observation(db: Session, key: UUID) -> ProjectObservation | None:
    """Return an observation about a project, with the project, its people, the observer."""
    found = (
        select(ProjectObservation)
        .where(ProjectObservation.id == key)
        .options(
            joinedload(ProjectObservation.project).joinedload(Project.users),
            joinedload(ProjectObservation.observer).joinedload(Observer.user),
        )
    )
    return db.scalars(found).unique().one_or_none()


def project_locked(db: Session, key: UUID) -> Project | None:
    """Return a project, locked until the transaction ends."""
    return db.get(Project, key, with_for_update=True, populate_existing=True)


def locked(
    db: Session, reports: Iterable[ProjectObservation]
) -> Sequence[ProjectObservation]:
    """Return these reports, locked in the order of their ids."""
    return db.scalars(
        select(ProjectObservation)
        .where(ProjectObservation.id.in_([each.id for each in reports]))
        .order_by(ProjectObservation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def reports_about(db: Session, project_id: UUID) -> Sequence[ProjectObservation]:
    """Return all reports of malware about a project, the oldest first."""
    return db.scalars(_reports().where(ProjectObservation.related_id == project_id)).all()


def reports_named(db: Session, name: str) -> Sequence[ProjectObservation]:
    """Return all reports of malware about projects of this name, which may be gone."""
    named = func.normalize_pep426_name(ProjectObservation.related_name) == normalize(name)
    return db.scalars(_reports().where(named)).all()


def _reports() -> Any:
    return (
        select(ProjectObservation)
        .where(_IS_REPORT)
        .options(
            joinedload(ProjectObservation.project),
            joinedload(ProjectObservation.observer).joinedload(Observer.user),
        )
        .order_by(ProjectObservation.created, ProjectObservation.id)
    )


def newest_about(
    db: Session, kind: type[Observation], subject_id: UUID, *, limit: int
) -> Sequence[Observation]:
    """Return the last observations about one subject, the newest first."""
    return db.scalars(
        select(kind)
        .where(kind.related_id == subject_id)
        .order_by(kind.created.desc(), kind.id)
        .options(joinedload(kind.observer).joinedload(Observer.user))
        .limit(limit)
    ).all()


def count_open_about(db: Session, kind: type[Observation], subject_id: UUID) -> int:
    """Return how many observations about one subject nobody decided about."""
    found = select(func.count()).select_from(kind).where(kind.related_id == subject_id)
    return db.scalar(found.where(kind.actions == text("'{}'::jsonb"))) or 0


def malware_reporters(db: Session, project_id: UUID) -> Sequence[User]:
    """Return who reported a project as malware, without those whose report was wrong."""
    return db.scalars(
        select(User)
        .join(Observer, Observer.association_id == User.observer_association_id)
        .join(ProjectObservation, ProjectObservation.observer_id == Observer.id)
        .where(
            ProjectObservation.related_id == project_id,
            _IS_REPORT,
            ~_has(VerdictKind.NOT_MALWARE),
        )
        .distinct()
    ).all()


def open_reports(db: Session) -> Sequence[Row[Any]]:
    """Return the projects with open reports, that of the oldest report first.

    Each row has the name, the project or None, the number of reports and of reporters, the
    time of the first, and the id of that.
    """
    grouped = (
        select(
            ProjectObservation.related_id,
            ProjectObservation.related_name,
            func.count().label("reports"),
            func.count(ProjectObservation.observer_id.distinct()).label("reporters"),
            func.min(ProjectObservation.created).label("since"),
            _first(ProjectObservation.id).label("first"),
        )
        .where(IS_OPEN)
        .group_by(ProjectObservation.related_id, ProjectObservation.related_name)
        .subquery()
    )
    return db.execute(
        select(grouped, Project)
        .outerjoin(Project, Project.id == grouped.c.related_id)
        .order_by(grouped.c.since)
        .limit(MOST)
    ).all()


def _first(column: Any) -> Any:
    """Return what the oldest of the grouped reports has in a column."""
    oldest = aggregate_order_by(column, ProjectObservation.created, ProjectObservation.id)
    return func.array_agg(oldest, type_=ARRAY(column.type))[1]


def next_open_report(db: Session, after: ProjectObservation) -> ProjectObservation | None:
    """Return the open report that comes next, of another project; or the oldest one."""
    here = tuple_(ProjectObservation.created, ProjectObservation.id)
    is_later = here > tuple_(after.created, after.id)
    return db.scalar(
        select(ProjectObservation)
        .where(IS_OPEN, ProjectObservation.related_name != after.related_name)
        .order_by(is_later.desc(), ProjectObservation.created, ProjectObservation.id)
        .limit(1)
    )


def oldest_open_report(db: Session, project_id: UUID) -> ProjectObservation | None:
    """Return the oldest report about a project that nobody decided about, or None."""
    return db.scalar(
        select(ProjectObservation)
        .where(IS_OPEN, ProjectObservation.related_id == project_id)
        .order_by(ProjectObservation.created, ProjectObservation.id)
        .limit(1)
    )


def tally_of(db: Session, observer_id: UUID) -> Tally:
    """Return how right all reports of one observer were."""
    of_it = ProjectObservation.observer_id == observer_id
    row = db.execute(select(*_counts(None)).where(of_it, _IS_REPORT)).one()
    return Tally(*row)


def count_open(db: Session) -> int:
    """Return how many reports of malware nobody decided about."""
    return (
        db.scalar(select(func.count()).select_from(ProjectObservation).where(IS_OPEN)) or 0
    )


def observer_with_id(db: Session, key: UUID) -> Observer | None:
    """Return an observer, with the account that it is."""
    return db.scalar(
        select(Observer).where(Observer.id == key).options(joinedload(Observer.user))
    )


def tallies_of(db: Session, observer_id: UUID) -> dict[int | None, Tally]:
    """Return how right the reports of one observer were, in each window."""
    columns = [each for days in WINDOWS for each in _counts(days)]
    of_it = ProjectObservation.observer_id == observer_id
    return _tallies([*db.execute(select(*columns).where(of_it, _IS_REPORT)).one()])


def reputations(db: Session) -> list[tuple[Observer, dict[int | None, Tally]]]:
    """Return how right everybody's reports of malware were, who reported most first."""
    columns = [each for days in WINDOWS for each in _counts(days)]
    rows = db.execute(
        select(Observer, *columns)
        .join(ProjectObservation, ProjectObservation.observer_id == Observer.id)
        .where(_IS_REPORT)
        .group_by(Observer.id)
        .order_by(func.count().desc(), Observer.id)
        .limit(MOST)
        .options(joinedload(Observer.user))
    ).all()
    return [(observer, _tallies(counts)) for observer, *counts in rows]


def _counts(days: int | None) -> list[Any]:
    """Return how many reports are right, wrong and undecided, in the last days."""
    right = or_(*(_has(each) for each in VerdictKind if each != VerdictKind.NOT_MALWARE))
    wrong = and_(_has(VerdictKind.NOT_MALWARE), ~right)
    return [
        func.count().filter(condition, _since(days))
        for condition in (right, wrong, and_(~right, ~wrong))
    ]


def _tallies(counts: list[int]) -> dict[int | None, Tally]:
    return {days: Tally(*counts[3 * at : 3 * at + 3]) for at, days in enumerate(WINDOWS)}


def _since(days: int | None) -> ColumnElement[bool]:
    if days is None:
        return ProjectObservation.created.is_not(None)
    return ProjectObservation.created >= datetime.now(UTC) - timedelta(days=days)


def _has(verdict: VerdictKind) -> ColumnElement[bool]:
    """Return the condition that this was decided about a report."""
    return func.jsonb_path_exists(
        ProjectObservation.actions,
        text(f"""'$.*?(@.action == "{verdict.value}")'"""),
    )
