"""Upkeep: descriptions rendered anew."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging import descriptions
from warehouse.packaging.caching import project_key
from warehouse.packaging.models import Description, Project, Release
from warehouse.packaging.models.privacy import is_public
from warehouse.purges import purge


class UpkeepService:
    """Does periodic work, which may be repeated without harm."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def render_descriptions(self, *, at_most: int) -> int:
        """Render what another renderer made, or none; return how many."""
        outdated = self.db.scalars(
            select(Description)
            .where(Description.rendered_by != descriptions.RENDERER)
            .limit(at_most)
            .with_for_update(skip_locked=True)
        ).all()
        for description in outdated:
            found = descriptions.render(description.raw, description.content_type)
            description.html = (
                descriptions.as_text(description.raw) if found.html is None else found.html
            )
            description.rendered_by = descriptions.RENDERER
        shown_by = self.db.scalars(
            select(Project.name)
            .join(Release, Release.project_id == Project.id)
            .where(Release.description_id.in_([each.id for each in outdated]))
            .where(is_public(Project))
            .distinct()
        )
        purge(self.db, *map(project_key, shown_by))
        return len(outdated)
