"""Setting how much a project may hold, beyond what the settings allow everybody."""

from sqlalchemy.orm import Session

from warehouse.packaging.models import Project
from warehouse.packaging.signals import TotalSizeLimitSet, UploadLimitSet
from warehouse.security import Actor
from warehouse.signals import Announce

LEAST_FILE_MIB, MOST_FILE_MIB = 100, 1024
LEAST_TOTAL_GIB = 10


class LimitService:
    """Sets the limits of single projects."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def set_upload_limit(
        self, project: Project, limit: int | None, *, actor: Actor
    ) -> None:
        """Set how many bytes a file may have; None is as many as anybody's."""
        project.upload_limit = limit
        self.db.flush()
        self.announce(UploadLimitSet(project, actor, limit))

    def set_total_size_limit(
        self, project: Project, limit: int | None, *, actor: Actor
    ) -> None:
        """Set how many bytes all files may have together; None is as many as anybody's."""
        project.total_size_limit = limit
        self.db.flush()
        self.announce(TotalSizeLimitSet(project, actor, limit))
