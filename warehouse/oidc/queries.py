"""Finding publishers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectin_polymorphic

from warehouse.oidc.identities import KINDS, PublisherIdentity
from warehouse.oidc.models import OIDCPublisher, PendingOIDCPublisher, PublisherProject

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
    return found if found is not None and found.added_by_id == user_id else None


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


def _same(model: Any, identity: PublisherIdentity) -> list[ColumnElement[bool]]:
    values = identity.columns()
    return [
        func.lower(getattr(model, key)) == values[key].lower()
        if key in identity.FOLDED
        else getattr(model, key) == values[key]
        for key in model.KEYS
    ]
