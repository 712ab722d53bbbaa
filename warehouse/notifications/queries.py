"""Finding what people follow, and what happened to it."""

import hashlib
from collections.abc import Collection, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import false, func, select, union
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import User
from warehouse.events.models import OrganizationEvent
from warehouse.events.queries import events_of
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.queries import select_reached_projects
from warehouse.notifications.models import (
    Kind,
    News,
    OrganizationFeed,
    PersonalFeed,
    Subscription,
)
from warehouse.notifications.words import ORGANIZATION_SENTENCES
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import may_read
from warehouse.packaging.models import Project, ProjectRequirement, Role
from warehouse.packaging.queries import select_owners_of, select_secrets

MOST_NEWS = 100
"""Entries of a feed."""

MOST_DEPENDENTS = 1000
"""Projects of which it is found out whether the loss of one release has broken them."""


class Watched(NamedTuple):
    """A project whose tokens somebody is told of, and whether they own it."""

    name: str
    is_owned: bool


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


def token_watchers(db: Session, macaroon: Macaroon) -> list[tuple[User, list[Watched]]]:
    """Return who is told that a token is used from elsewhere, with projects by name.

    That are the owners of the projects that it can publish, and those with another role
    there who chose it; never whose token it is.
    """
    reached = select_reached_projects(macaroon)
    owners = select_owners_of(reached)
    chosen = (
        select(Role.project_id, Role.user_id, false())
        .join(Subscription, Subscription.project_id == Role.project_id)
        .where(Subscription.user_id == Role.user_id)
        .where(Subscription.kinds.contains([Kind.TOKEN.value]))
        .where(Role.project_id.in_(reached), Role.role_name != "Owner")
    )
    told = union(owners, chosen).subquery()
    project_id, user_id, is_owner = told.columns
    found = db.execute(
        select(User, Project.name, func.bool_or(is_owner))
        .join(told, user_id == User.id)
        .join(Project, Project.id == project_id)
        .where(User.id != macaroon.user_id)
        .group_by(User.id, Project.id)
        .order_by(User.username, Project.name)
    )
    people: dict[User, list[Watched]] = {}
    for user, name, owns in found:
        people.setdefault(user, []).append(Watched(name, owns))
    return list(people.items())


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


def organization_feed_of(
    db: Session, user_id: UUID, organization_id: UUID
) -> OrganizationFeed | None:
    """Return the feed of a member about an organization, or None."""
    return db.scalar(
        select(OrganizationFeed).where(
            OrganizationFeed.user_id == user_id,
            OrganizationFeed.organization_id == organization_id,
        )
    )


def organization_feed_with(db: Session, secret: str) -> OrganizationFeed | None:
    """Return the feed with a secret in its address, if its reader may read it still."""
    found = db.scalar(
        select(OrganizationFeed)
        .where(OrganizationFeed.secret_hash == hash_of(secret))
        .options(joinedload(OrganizationFeed.user))
        .options(joinedload(OrganizationFeed.organization))
    )
    if found is None or not may_read(db, found.organization, found.user):
        return None
    return found


def happenings_in(db: Session, organization: Organization) -> Sequence[OrganizationEvent]:
    """Return the newest that happened to an organization and that members may know."""
    tags = ORGANIZATION_SENTENCES
    key = organization.id
    return events_of(db, OrganizationEvent, key, tags=tags, limit=MOST_NEWS)


def news_of(db: Session, user_id: UUID) -> Sequence[News]:
    """Return the newest that a person wants to know, since they follow each project."""
    return db.scalars(
        select(News)
        .join(Subscription, Subscription.project_id == News.project_id)
        .where(Subscription.user_id == user_id)
        .where(News.created >= Subscription.created)
        .where(News.kind == Subscription.kinds.any_())
        .where(News.project_id.not_in(select_secrets(user_id)))
        .order_by(News.created.desc(), News.id)
        .limit(MOST_NEWS)
    ).all()
