"""Views, by the service that makes them."""

from typing import Any

from sqlalchemy.orm import Session

from warehouse.index_views.models import IndexView
from warehouse.index_views.rules import OWN
from warehouse.index_views.services import IndexViewService
from warehouse.security import SYSTEM


def _unheard(signal: Any) -> None:
    """Announce nothing."""


def make_view(db: Session, name: str = "stable", document: str = "") -> IndexView:
    """A committed view with this rule."""
    service = IndexViewService(db, _unheard, [OWN])
    view = service.add(name, document, reason="for a test", actor=SYSTEM)
    db.commit()
    return view


def change_view(db: Session, view: IndexView, document: str) -> None:
    """Give a view another rule, committed."""
    service = IndexViewService(db, _unheard, [OWN])
    service.edit(view, document, reason="for a test", actor=SYSTEM)
    db.commit()
