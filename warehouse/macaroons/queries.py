"""Finding API tokens."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, false, literal, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from warehouse.accounts.models import User
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.models import Macaroon, MacaroonNetwork, MacaroonUpload
from warehouse.organizations.models import Organization
from warehouse.organizations.rules import outlasts
from warehouse.packaging.models import File, Project, Release
from warehouse.packaging.queries import (
    organization_of,
    projects_owned_by,
    select_people_of,
    select_uploaders_for,
    select_worked_projects,
)

_A_WHILE = timedelta(hours=1)


def macaroon_by_id(db: Session, key: UUID) -> Macaroon | None:
    """Return the token with this key, its owner loaded."""
    found = select(Macaroon).where(Macaroon.id == key)
    return db.scalar(found.options(joinedload(Macaroon.user)))


def macaroon_hashed(db: Session, digest: str) -> Macaroon | None:
    """Return the token whose text has this SHA-256."""
    found = select(Macaroon).where(Macaroon.text_sha256 == digest.lower())
    return db.scalar(found.options(joinedload(Macaroon.user)).limit(1))


def macaroons_of(
    db: Session, user: User, *, offset: int = 0, limit: int | None = None
) -> list[Macaroon]:
    """Return the tokens of one user, newest first."""
    found = select(Macaroon).where(Macaroon.user_id == user.id)
    found = found.order_by(Macaroon.created.desc(), Macaroon.id)
    return list(db.scalars(found.offset(offset).limit(limit)))


def description_exists(db: Session, user: User, description: str) -> bool:
    """Return whether the user has a token with this description."""
    found = select(Macaroon.id).where(
        Macaroon.user_id == user.id, Macaroon.description == description
    )
    return db.scalar(found) is not None


def organization_has_token(db: Session, organization_id: UUID, description: str) -> bool:
    """Return whether an organization has a token with this description."""
    found = select(Macaroon.id).where(
        Macaroon.organization_id == organization_id, Macaroon.description == description
    )
    return db.scalar(found) is not None


def tokens_of_organization(db: Session, organization_id: UUID) -> Sequence[Macaroon]:
    """Return the tokens of an organization, newest first."""
    return db.scalars(
        select(Macaroon)
        .where(Macaroon.organization_id == organization_id)
        .order_by(Macaroon.created.desc(), Macaroon.id)
        .options(joinedload(Macaroon.maker))
    ).all()


def token_of_organization(db: Session, organization_id: UUID, key: UUID) -> Macaroon | None:
    """Return a token by its key, if it is the organization's, or None."""
    found = macaroon_by_id(db, key)
    is_its = found is not None and found.organization_id == organization_id
    return found if is_its else None


def tokens_made_by(
    db: Session, organization_id: UUID, maker_id: UUID
) -> Sequence[Macaroon]:
    """Return the tokens of an organization that end with this maker."""
    return db.scalars(
        select(Macaroon).where(
            Macaroon.organization_id == organization_id,
            Macaroon.maker_id == maker_id,
            Macaroon.ends_with_maker,
        )
    ).all()


def organization_tokens_reaching(db: Session, project: Project) -> list[Macaroon]:
    """Return the tokens with which the organization that owns a project may change it."""
    organization = organization_of(db, project.id)
    if organization is None:
        return []
    name = project.normalized_name
    found = tokens_of_organization(db, organization.id)
    return [each for each in found if _may_change(each, name)]


def macaroons_reaching(db: Session, project: Project) -> list[Macaroon]:
    """Return the tokens by which somebody may change a project, by their owners."""
    found = (
        select(Macaroon)
        .join(Macaroon.user)
        .where(Macaroon.user_id.in_(select_people_of(project.id)))
        .order_by(User.username, Macaroon.created.desc(), Macaroon.id)
        .options(contains_eager(Macaroon.user))
    )
    name = project.normalized_name
    return [each for each in db.scalars(found) if _may_change(each, name)]


def _may_change(macaroon: Macaroon, name: str) -> bool:
    """Return whether a token uploads to a project or changes it, as far as it says."""
    reaches = name in (macaroon.project_names or [name])
    return reaches and macaroon.permission is not TokenPermission.READ


def people_tokens_for(db: Session, organization: Organization) -> list[Macaroon]:
    """Return the tokens of people that can publish for an organization, by owners."""
    found = db.scalars(
        select(Macaroon)
        .join(Macaroon.user)
        .where(Macaroon.user_id.in_(select_uploaders_for(organization.id)))
        .order_by(User.username, Macaroon.created, Macaroon.id)
        .options(contains_eager(Macaroon.user))
    )
    names = {each.normalized_name for each in projects_owned_by(db, organization)}
    return [
        each
        for each in found
        if each.permission is not TokenPermission.READ
        and not names.isdisjoint(each.project_names or names)
    ]


def tokens_lasting_too_long(db: Session, organization: Organization) -> list[Macaroon]:
    """Return the tokens that could publish for an organization, and were made too long."""
    if organization.longest_token_days is None:
        return []
    own = tokens_of_organization(db, organization.id)
    every = [*own, *people_tokens_for(db, organization)]
    return [each for each in every if outlasts(organization, each.lasts)]


def select_reached_projects(macaroon: Macaroon) -> Select[UUID]:
    """Select the ids of the projects that a token of a person can publish or change."""
    user_id = macaroon.owner.id
    reached = select(Project.id).where(Project.id.in_(select_worked_projects(user_id)))
    if macaroon.permission is TokenPermission.READ:
        return reached.where(false())
    if macaroon.project_names:
        reached = reached.where(Project.normalized_name.in_(macaroon.project_names))
    return reached


def macaroons_to_warn_of(db: Session, *, now: datetime, days: int) -> Sequence[Macaroon]:
    """Return the tokens that end within `days`, of which their owners do not know that.

    They are locked, so that two workers do not both warn of one.
    """
    span = timedelta(days=days)
    # Made for no longer than that, but perhaps in a transaction that took a while.
    made_for_longer = Macaroon.expires - Macaroon.created > literal(span + _A_WHILE)
    return db.scalars(
        select(Macaroon)
        .where(Macaroon.expires > now, Macaroon.expires <= now + span, made_for_longer)
        .where(or_(Macaroon.warned_days.is_(None), Macaroon.warned_days > days))
        .order_by(Macaroon.expires)
        .with_for_update(skip_locked=True)
    ).all()


def delete_short_lived(db: Session, before: datetime) -> int:
    """Delete the tokens of publishers that ended before a time; return how many."""
    gone = delete(Macaroon).where(
        Macaroon.oidc_publisher_id.is_not(None), Macaroon.expires <= before
    )
    return len(db.scalars(gone.returning(Macaroon.id)).all())


def networks_of(db: Session, macaroon: Macaroon) -> Sequence[MacaroonNetwork]:
    """Return the networks from which a token was used, the newest first."""
    return db.scalars(
        select(MacaroonNetwork)
        .where(MacaroonNetwork.macaroon_id == macaroon.id)
        .order_by(MacaroonNetwork.first_used.desc(), MacaroonNetwork.network)
    ).all()


def files_uploaded_with(db: Session, macaroon: Macaroon, *, limit: int) -> Sequence[File]:
    """Return the newest files that were uploaded with a token."""
    return db.scalars(
        select(File)
        .join(MacaroonUpload, MacaroonUpload.file_id == File.id)
        .where(MacaroonUpload.macaroon_id == macaroon.id)
        .order_by(File.upload_time.desc(), File.filename)
        .limit(limit)
        .options(joinedload(File.release).joinedload(Release.project))
    ).all()
