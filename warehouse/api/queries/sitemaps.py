"""What search engines may list. Names are theirs only after a while, when spam is gone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.packaging.models import LifecycleStatus, Project

_YOUNG = timedelta(days=14)
_UNLISTED = (LifecycleStatus.QUARANTINE_ENTER, LifecycleStatus.ARCHIVED_NOINDEX)


def buckets(db: Session) -> Sequence[Any]:
    """Each bucket with the newest date of what is in it, in order."""
    members = union_all(
        select(
            Project.sitemap_bucket.label("bucket"), Project.created.label("since")
        ).where(*_listed_projects()),
        select(User.sitemap_bucket, User.date_joined).where(_settled_user()),
    ).subquery()
    return db.execute(
        select(members.c.bucket, func.max(members.c.since))
        .group_by(members.c.bucket)
        .order_by(members.c.bucket)
    ).all()


def projects_in(db: Session, bucket: str) -> Sequence[str]:
    """The normalised names of the projects in `bucket`."""
    return db.scalars(
        select(Project.normalized_name)
        .where(Project.sitemap_bucket == bucket)
        .where(*_listed_projects())
    ).all()


def users_in(db: Session, bucket: str) -> Sequence[str]:
    """The usernames in `bucket`."""
    return db.scalars(
        select(User.username).where(User.sitemap_bucket == bucket).where(_settled_user())
    ).all()


def _settled() -> datetime:
    return datetime.now(UTC) - _YOUNG


def _listed_projects() -> tuple[Any, ...]:
    status = Project.lifecycle_status
    return (
        Project.created < _settled(),
        or_(status.is_(None), status.not_in(_UNLISTED)),
    )


def _settled_user() -> Any:
    return or_(User.date_joined.is_(None), User.date_joined < _settled())
