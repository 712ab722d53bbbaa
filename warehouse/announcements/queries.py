"""Finding banners and sponsors."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from warehouse.announcements.models import Banner, Sponsor

A = TypeVar("A", Banner, Sponsor)

_ORDER = (Sponsor.level_order, Sponsor.level_name, Sponsor.name)


def banners_shown(db: Session) -> Sequence[Banner]:
    """Return the banners that everybody sees today, those that end first first."""
    today = datetime.now(UTC).date()
    shown = select(Banner).where(Banner.active, Banner.end >= today)
    return db.scalars(shown.order_by(Banner.end, Banner.id)).all()


def all_banners(db: Session) -> Sequence[Banner]:
    """Return every banner, those that end last first."""
    return db.scalars(select(Banner).order_by(Banner.end.desc(), Banner.name)).all()


def all_sponsors(db: Session) -> Sequence[Sponsor]:
    """Return every sponsor, by level and name."""
    return db.scalars(select(Sponsor).order_by(Sponsor.level_order, Sponsor.name)).all()


def active_sponsors(db: Session) -> Sequence[Sponsor]:
    """Return the sponsors that everybody sees, by level and name."""
    return db.scalars(select(Sponsor).where(Sponsor.is_active).order_by(*_ORDER)).all()


def footer_sponsors(db: Session) -> Sequence[Sponsor]:
    """Return the active sponsors of the front page, by level and name."""
    shown = select(Sponsor).where(Sponsor.is_active, Sponsor.footer)
    return db.scalars(shown.order_by(*_ORDER)).all()


def sidebar_sponsor(db: Session) -> Sponsor | None:
    """Return one of the active sponsors of the sidebar by chance, or None."""
    some = select(Sponsor).where(Sponsor.is_active, Sponsor.sidebar)
    return db.scalar(some.order_by(func.random()).limit(1))


def found(db: Session, kind: type[A], key: str) -> A | None:
    """Return the banner or sponsor with this id, or None; the id may be anything."""
    try:
        return db.get(kind, UUID(key), populate_existing=True)
    except ValueError:
        return None
