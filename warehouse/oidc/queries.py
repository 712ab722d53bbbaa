"""Finding publishers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session, selectin_polymorphic

from warehouse.accounts.models import User
from warehouse.oidc.identities import KINDS, PublisherIdentity
from warehouse.oidc.matching import Claims, fold, text_of
from warehouse.oidc.models import (
    GenericPublisher,
    GitLabPublisher,
    OIDCPublisher,
    PendingGenericPublisher,
    PendingGitLabPublisher,
    PendingOIDCPublisher,
    PublisherProject,
)
from warehouse.oidc.models.columns import (
    ActiveStateColumns,
    GenericColumns,
    GitHubColumns,
    GitLabColumns,
    GoogleColumns,
)
from warehouse.organizations.queries import owners_of

_ALL = selectin_polymorphic(OIDCPublisher, [each.MODEL for each in KINDS])
_ALL_PENDING = selectin_polymorphic(PendingOIDCPublisher, [each.PENDING for each in KINDS])


def publishers_of(db: Session, project_id: UUID) -> Sequence[OIDCPublisher]:
    """Return the publishers of a project, in a steady order."""
    return db.scalars(
        select(OIDCPublisher)
        .join(PublisherProject, PublisherProject.oidc_publisher_id == OIDCPublisher.id)
        .where(PublisherProject.project_id == project_id)
        .order_by(OIDCPublisher.discriminator, OIDCPublisher.id)
        .options(_ALL)
    ).all()


def publisher_of(db: Session, project_id: UUID, key: UUID) -> OIDCPublisher | None:
    """Return a publisher of a project by its id, or None."""
    is_own = is_attached(db, key, project_id)
    return db.get(OIDCPublisher, key) if is_own else None


def own_pending(db: Session, user_id: UUID, key: UUID) -> PendingOIDCPublisher | None:
    """Return a pending publisher by its id, if it is this person's, or None."""
    found = db.get(PendingOIDCPublisher, key)
    is_own = found is not None and found.added_by_id == user_id
    return found if found is not None and is_own and found.organization_id is None else None


def organization_pending(
    db: Session, organization_id: UUID, key: UUID
) -> PendingOIDCPublisher | None:
    """Return a pending publisher by its id, if it is the organization's, or None."""
    found = db.get(PendingOIDCPublisher, key)
    is_its = found is not None and found.organization_id == organization_id
    return found if is_its else None


def pending_of_organization(
    db: Session, organization_id: UUID
) -> Sequence[PendingOIDCPublisher]:
    """Return the publishers for which an organization waits, oldest first."""
    return db.scalars(
        select(PendingOIDCPublisher)
        .where(PendingOIDCPublisher.organization_id == organization_id)
        .order_by(PendingOIDCPublisher.created, PendingOIDCPublisher.id)
        .options(_ALL_PENDING)
    ).all()


def people_waiting(db: Session, pending: PendingOIDCPublisher) -> Sequence[User]:
    """Return to whom mail about a pending publisher goes.

    It is who added it; if they do not own its organization any more, it is its owners.
    """
    user, organization_id = pending.added_by, pending.organization_id
    if organization_id is None:
        return [user]
    owners = owners_of(db, organization_id)
    return [user] if user in owners else owners


def pending_of(db: Session, user_id: UUID) -> Sequence[PendingOIDCPublisher]:
    """Return the publishers for which a person waits, oldest first."""
    return db.scalars(
        select(PendingOIDCPublisher)
        .where(PendingOIDCPublisher.added_by_id == user_id)
        .where(PendingOIDCPublisher.organization_id.is_(None))
        .order_by(PendingOIDCPublisher.created, PendingOIDCPublisher.id)
        .options(_ALL_PENDING)
    ).all()


def pending_named(db: Session, name: str) -> Sequence[PendingOIDCPublisher]:
    """Return the pending publishers of a project whose name looks like `name`."""
    column = func.ultranormalize_name(PendingOIDCPublisher.project_name)
    return db.scalars(
        select(PendingOIDCPublisher)
        .where(column == func.ultranormalize_name(name))
        .order_by(PendingOIDCPublisher.created, PendingOIDCPublisher.id)
        .options(_ALL_PENDING)
    ).all()


def attached_projects(db: Session, publisher_ids: Sequence[UUID]) -> Sequence[UUID]:
    """Return the ids of the projects in which one of several publishers may publish."""
    found = select(PublisherProject.project_id).where(
        PublisherProject.oidc_publisher_id.in_(publisher_ids)
    )
    return db.scalars(found.distinct()).all()


def is_attached(db: Session, publisher_id: UUID, project_id: UUID) -> bool:
    """Return whether a publisher may publish in a project."""
    return db.get(PublisherProject, (publisher_id, project_id)) is not None


def publisher_alike(db: Session, identity: PublisherIdentity) -> OIDCPublisher | None:
    """Return the publisher of this identity, or None."""
    found: OIDCPublisher | None = db.scalar(
        select(identity.MODEL).where(*_same(identity.MODEL, identity)).limit(1)
    )
    return found


def pending_alike(db: Session, identity: PublisherIdentity) -> PendingOIDCPublisher | None:
    """Return the pending publisher of this identity, or None."""
    found: PendingOIDCPublisher | None = db.scalar(
        select(identity.PENDING).where(*_same(identity.PENDING, identity)).limit(1)
    )
    return found


def vouches_for_any(db: Session, issuer: str) -> bool:
    """Return whether some publisher, in use or pending, is at an issuer."""
    return any(
        db.scalar(select(model.id).where(model.issuer_url == issuer).limit(1)) is not None
        for model in _WITH_ISSUER
    )


def publishers_like(db: Session, model: Any, issuer: str, claims: Claims) -> Sequence[Any]:
    """Return the rows of a table of publishers that a token may be of, in a steady order.

    They are of the same repository, account or issuer; the other claims may differ.
    """
    wanted = _COARSE[_columns_of(model)](model, issuer, claims)
    if wanted is None:
        return ()
    return db.scalars(select(model).where(*wanted).order_by(model.id)).all()


def _github(model: Any, issuer: str, claims: Claims) -> list[ColumnElement[bool]] | None:
    owner, slash, name = fold(text_of(claims, "repository") or "").partition("/")
    if not slash:
        return None
    return [
        func.lower(model.repository_owner) == owner,
        func.lower(model.repository_name) == name,
    ]


def _gitlab(model: Any, issuer: str, claims: Claims) -> list[ColumnElement[bool]] | None:
    path = fold(text_of(claims, "project_path") or "")
    namespace, slash, name = path.rpartition("/")
    if not slash:
        return None
    return [
        model.issuer_url == issuer,
        func.lower(model.namespace) == namespace,
        func.lower(model.project) == name,
    ]


def _google(model: Any, issuer: str, claims: Claims) -> list[ColumnElement[bool]] | None:
    return [model.email == (text_of(claims, "email") or "")]


def _activestate(
    model: Any, issuer: str, claims: Claims
) -> list[ColumnElement[bool]] | None:
    return [
        model.organization == (text_of(claims, "organization") or ""),
        model.activestate_project_name == (text_of(claims, "project") or ""),
    ]


def _generic(model: Any, issuer: str, claims: Claims) -> list[ColumnElement[bool]] | None:
    """Compare the subject, in which all that means something to LIKE is escaped."""
    escaped = func.regexp_replace(model.subject, r"([\\%_])", r"\\\1", "g")
    pattern = func.replace(escaped, "*", "%")
    subject = literal(text_of(claims, "sub") or "")
    return [model.issuer_url == issuer, subject.like(pattern)]


_COARSE: dict[type[Any], Any] = {
    GitHubColumns: _github,
    GitLabColumns: _gitlab,
    GoogleColumns: _google,
    ActiveStateColumns: _activestate,
    GenericColumns: _generic,
}
_WITH_ISSUER: tuple[type[Any], ...] = (
    GitLabPublisher,
    GenericPublisher,
    PendingGitLabPublisher,
    PendingGenericPublisher,
)


def _columns_of(model: Any) -> type[Any]:
    return next(each for each in _COARSE if issubclass(model, each))


def _same(model: Any, identity: PublisherIdentity) -> list[ColumnElement[bool]]:
    values = identity.columns()
    return [
        func.lower(getattr(model, key)) == values[key].lower()
        if key in identity.FOLDED
        else getattr(model, key) == values[key]
        for key in model.KEYS
    ]
