"""Upkeep: figures that are counted now and then, and descriptions rendered anew."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.queries import SYSTEM_USERS
from warehouse.cache import purge
from warehouse.packaging import descriptions
from warehouse.packaging.caching import STATISTICS, project_key
from warehouse.packaging.models import Description, File, Project, Release, RowCount

_COUNTED = (Project, Release, File)


class UpkeepService:
    """What has to be done from time to time, and harms nobody if it is done twice."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def count_rows(self) -> None:
        """Write down how many projects, releases, files and users there are."""
        people = select(func.count()).where(User.username.not_in(SYSTEM_USERS))
        counts = {User.__tablename__: self.db.scalar(people)}
        for model in _COUNTED:
            counts[model.__tablename__] = self.db.scalar(
                select(func.count()).select_from(model)
            )
        rows = [{"table_name": name, "count": count} for name, count in counts.items()]
        adding = insert(RowCount).values(rows)
        self.db.execute(
            adding.on_conflict_do_update(
                index_elements=[RowCount.table_name], set_={"count": adding.excluded.count}
            )
        )
        purge(self.db, STATISTICS)

    def render_descriptions(self, *, at_most: int) -> int:
        """Render descriptions that another renderer made, or none; says how many."""
        outdated = self.db.scalars(
            select(Description)
            .where(Description.rendered_by != descriptions.RENDERER)
            .limit(at_most)
            .with_for_update(skip_locked=True)
        ).all()
        for description in outdated:
            html = descriptions.render(description.raw, description.content_type)
            description.html = (
                descriptions.as_text(description.raw) if html is None else html
            )
            description.rendered_by = descriptions.RENDERER
        shown_by = self.db.scalars(
            select(Project.name)
            .join(Release, Release.project_id == Project.id)
            .where(Release.description_id.in_([each.id for each in outdated]))
            .distinct()
        )
        purge(self.db, *map(project_key, shown_by))
        return len(outdated)
