"""Noting that a project which somebody follows cannot be installed any more."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from warehouse.notifications import queries
from warehouse.notifications.models import Kind
from warehouse.notifications.services.news import NewsService
from warehouse.packaging import queries as packaging
from warehouse.packaging.breakage import broken_requirement


class BreakageService:
    """Looks which projects the loss of releases of another one has broken."""

    def __init__(self, db: Session, news: NewsService) -> None:
        self.db, self._news = db, news

    def note(self, name: str, lost: Collection[str], *, is_yank: bool) -> int:
        """Note each followed project that a loss has broken; return how many there are.

        `name` is the project that lost releases; it may be gone itself.
        """
        followed = queries.followed_dependents(self.db, name)
        if not followed:
            return 0
        project = packaging.project_named(self.db, name)
        found = () if project is None else packaging.candidates_of(self.db, project)
        left = [each.version for each in found if not each.yanked]
        broken = 0
        for dependent in followed:
            best = packaging.select_best_id(dependent).scalar_subquery()
            requirements = self.db.scalars(packaging.select_requirements(best)).all()
            requirement = broken_requirement(
                requirements, name, lost=lost, left=left, is_yank=is_yank
            )
            if requirement is not None:
                broken += 1
                event = "requirement-broken"
                self._news.note(dependent, Kind.REQUIREMENT, event, detail=requirement)
        return broken
