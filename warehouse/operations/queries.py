"""What the dashboard of staff shows: sizes of organizations, and what the host knows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from warehouse.email.models import EmailMessage, MailStatus
from warehouse.operations.models import Mailing
from warehouse.organizations.models import Organization, OrganizationRole, OrganizationType
from warehouse.packaging.models import OrganizationProject
from warehouse.tasks.models import RunState, TaskRun, TaskSchedule

_LATE = timedelta(minutes=5)
_RECENT = timedelta(days=7)


def organization_sizes(db: Session) -> dict[str, int]:
    """Return how many organizations there are, and people and projects in them."""
    of_type = [
        select(func.count())
        .select_from(Organization)
        .where(Organization.orgtype == kind)
        .scalar_subquery()
        for kind in OrganizationType
    ]
    inside = [
        select(func.count()).select_from(table).scalar_subquery()
        for table in (OrganizationRole, OrganizationProject)
    ]
    titles = (*(f"{kind.value} organizations" for kind in OrganizationType),)
    found = db.execute(select(*of_type, *inside)).one()
    return dict(zip((*titles, "people in them", "projects in them"), found, strict=True))


def overdue_mail() -> Select[Any]:
    """Return the statement for mail that waits for longer than a few attempts take."""
    now = datetime.now(UTC)
    return select(EmailMessage.created).where(
        EmailMessage.status == MailStatus.QUEUED, EmailMessage.created < now - _LATE
    )


def failed_mail() -> Select[Any]:
    """Return the statement for mail of the last days that no server took."""
    recently = datetime.now(UTC) - _RECENT
    return select(EmailMessage.created).where(
        EmailMessage.status == MailStatus.FAILED, EmailMessage.created > recently
    )


def failed_runs() -> Select[Any]:
    """Return the statement for runs of the last days that failed."""
    recently = datetime.now(UTC) - _RECENT
    return select(TaskRun.begun).where(
        TaskRun.state == RunState.FAILED, TaskRun.begun > recently
    )


def late_schedules() -> Select[Any]:
    """Return the statement for periodic tasks that were due a while ago, or failed."""
    late = TaskSchedule.due < datetime.now(UTC) - _LATE
    return select(TaskSchedule.due).where(or_(late, TaskSchedule.problem.is_not(None)))


def run_of(db: Session, run_id: UUID) -> TaskRun | None:
    """Return one run, or None."""
    return db.get(TaskRun, run_id, populate_existing=True)


def mailing_by_id(db: Session, key: UUID) -> Mailing | None:
    """Return one mailing, or None."""
    return db.get(Mailing, key, populate_existing=True)


def newest_mailings(db: Session) -> Sequence[Mailing]:
    """Return the last mailings, the newest first."""
    newest = select(Mailing).order_by(Mailing.created.desc(), Mailing.id).limit(20)
    return db.scalars(newest).all()
