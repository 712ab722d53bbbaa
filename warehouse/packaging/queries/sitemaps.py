"""The projects and people that search engines may list, by sitemap."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.packaging.models import Project
from warehouse.packaging.models.lifecycle import is_listed


def sitemap_buckets(db: Session, *, before: datetime) -> Sequence[Any]:
    """Return each bucket with the newest date in it that is earlier than `before`."""
    members = union_all(
        select(
            Project.sitemap_bucket.label("bucket"), Project.created.label("since")
        ).where(_is_listed_project(before)),
        select(User.sitemap_bucket, User.date_joined).where(_is_listed_user(before)),
    ).subquery()
    return db.execute(
        select(members.c.bucket, func.max(members.c.since))
        .group_by(members.c.bucket)
        .order_by(members.c.bucket)
    ).all()


def projects_in_bucket(db: Session, bucket: str, *, before: datetime) -> Sequence[str]:
    """Return the normalised names of a bucket's projects that are older than `before`."""
    return db.scalars(
        select(Project.normalized_name)
        .where(Project.sitemap_bucket == bucket)
        .where(_is_listed_project(before))
    ).all()


def users_in_bucket(db: Session, bucket: str, *, before: datetime) -> Sequence[str]:
    """Return the usernames of a bucket's people who joined earlier than `before`."""
    return db.scalars(
        select(User.username)
        .where(User.sitemap_bucket == bucket)
        .where(_is_listed_user(before))
    ).all()


def _is_listed_project(before: datetime) -> ColumnElement[bool]:
    return and_(Project.created < before, is_listed(Project))


def _is_listed_user(before: datetime) -> ColumnElement[bool]:
    return or_(User.date_joined.is_(None), User.date_joined < before)
