"""Finding what people follow, and what happened to it."""

import hashlib
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from warehouse.notifications.models import Kind, News, PersonalFeed, Subscription
from warehouse.packaging.models import Project, ProjectRequirement

MOST_NEWS = 100
"""Entries of a feed."""

MOST_DEPENDENTS = 1000
"""Projects of which it is found out whether the loss of one release has broken them."""


def subscription_of(db: Session, user_id: UUID, project_id: UUID) -> Subscription | None:
    """Return what a person is told about a project, or None if they do not follow it."""
    return db.scalar(
        select(Subscription).where(
            Subscription.user_id == user_id, Subscription.project_id == project_id
        )
    )


def subscriptions_of(db: Session, user_id: UUID) -> Sequence[Subscription]:
    """Return all that a person follows, by the name of the project."""
    return db.scalars(
        select(Subscription)
        .where(Subscription.user_id == user_id)
        .order_by(Subscription.project_name, Subscription.id)
    ).all()


def gone_projects(db: Session, project_ids: Collection[UUID]) -> set[UUID]:
    """Return those of the ids that are of no project any more."""
    there = db.scalars(select(Project.id).where(Project.id.in_(project_ids)))
    return set(project_ids) - set(there)


def is_wanted(db: Session, project_id: UUID, kind: str) -> bool:
    """Return whether anybody wants to be told of such a thing about a project."""
    wanted = select(Subscription.id).where(
        Subscription.project_id == project_id, Subscription.kinds.contains([kind])
    )
    return db.scalar(wanted.limit(1)) is not None


def followed_dependents(db: Session, name: str) -> Sequence[Project]:
    """Return projects that require another one, if anybody wants to know that it breaks.

    `name` is the normalised name of the one that is required.
    """
    wanted = (
        select(Subscription.id)
        .where(Subscription.project_id == Project.id)
        .where(Subscription.kinds.contains([Kind.REQUIREMENT.value]))
    )
    return db.scalars(
        select(Project)
        .join(ProjectRequirement, ProjectRequirement.project_id == Project.id)
        .where(ProjectRequirement.name == name, wanted.exists())
        .order_by(Project.normalized_name)
        .limit(MOST_DEPENDENTS)
    ).all()


def hash_of(secret: str) -> bytes:
    """Return what is stored of the secret in the address of a feed."""
    return hashlib.sha256(secret.encode()).digest()


def feed_of(db: Session, user_id: UUID) -> PersonalFeed | None:
    """Return the feed of a person, or None if they never made one."""
    return db.scalar(select(PersonalFeed).where(PersonalFeed.user_id == user_id))


def feed_with(db: Session, secret: str) -> PersonalFeed | None:
    """Return the feed with a secret in its address, or None."""
    return db.scalar(
        select(PersonalFeed)
        .where(PersonalFeed.secret_hash == hash_of(secret))
        .options(joinedload(PersonalFeed.user))
    )


def news_of(db: Session, user_id: UUID) -> Sequence[News]:
    """Return the newest that a person wants to know, since they follow each project."""
    return db.scalars(
        select(News)
        .join(Subscription, Subscription.project_id == News.project_id)
        .where(Subscription.user_id == user_id)
        .where(News.created >= Subscription.created)
        .where(News.kind == Subscription.kinds.any_())
        .order_by(News.created.desc(), News.id)
        .limit(MOST_NEWS)
    ).all()
