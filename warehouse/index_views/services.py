"""Making views, changing their rules, and deleting them."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.orm import Session

from warehouse.events.models import SYSTEM
from warehouse.index_views.errors import RuleUnchanged, ViewChangedMeanwhile, ViewExists
from warehouse.index_views.models import (
    IndexView,
    IndexViewPin,
    IndexViewPinRefusal,
    IndexViewVersion,
)
from warehouse.index_views.names import require_name
from warehouse.index_views.queries import locked_view, version_of, view_named
from warehouse.index_views.reading import read_rule
from warehouse.index_views.signals import IndexViewChanged
from warehouse.security import Actor
from warehouse.signals import Announce


class IndexViewService:
    """Everything that changes views. A rule is never changed: the view gets another."""

    def __init__(self, db: Session, announce: Announce, sources: Collection[str]) -> None:
        self.db, self.announce, self._sources = db, announce, sources

    def add(self, name: str, document: str, *, reason: str, actor: Actor) -> IndexView:
        """Make a view; raises `ViewNameInvalid`, `ViewExists` and `RuleInvalid`."""
        read_rule(document, self._sources)
        if view_named(self.db, require_name(name)) is not None:
            raise ViewExists(name)
        view = IndexView(name=name, version=1)
        self.db.add(view)
        self.db.flush()
        self._write(view, document, reason, actor)
        return view

    def edit(
        self,
        view: IndexView,
        document: str,
        *,
        seen: int | None = None,
        reason: str,
        actor: Actor,
    ) -> IndexViewVersion:
        """Give a view another rule; `seen` is the version that this one was made of.

        Raises `RuleInvalid`, `RuleUnchanged` and `ViewChangedMeanwhile`.
        """
        rule = read_rule(document, self._sources)
        locked = locked_view(self.db, view.name) or view
        if seen is not None and seen != locked.version:
            raise ViewChangedMeanwhile(view.name, locked.version)
        newest = version_of(self.db, view.name)
        if newest is not None and newest.document == document:
            raise RuleUnchanged(view.name)
        locked.version += 1
        if not rule.keeps_files:
            self.release_pins(locked)
        return self._write(locked, document, reason, actor)

    def release_pins(self, view: IndexView) -> None:
        """Let all files go that a view pins; what is fetched afterwards is pinned again."""
        for model in (IndexViewPin, IndexViewPinRefusal):
            self.db.execute(delete(model).where(model.view_id == view.id))

    def delete(self, view: IndexView) -> None:
        """Delete a view with all of its rules; it is gone at every moment."""
        self.db.delete(view)
        self.db.flush()

    def _write(
        self, view: IndexView, document: str, reason: str, actor: Actor
    ) -> IndexViewVersion:
        version = IndexViewVersion(
            view=view,
            number=view.version,
            document=document,
            created_by=actor.name or SYSTEM,
            reason=reason,
        )
        self.db.add(version)
        self.db.flush()
        self.announce(IndexViewChanged(version, actor))
        return version
