"""Setting how much a project may hold, beyond what the settings allow everybody."""

from sqlalchemy.orm import Session

from warehouse.packaging.limits import GIB, MIB
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
        self, project: Project, mebibytes: int | None, *, actor: Actor
    ) -> None:
        """Set how large a file may be, in MiB; None is as large as anybody's."""
        project.upload_limit = None if mebibytes is None else mebibytes * MIB
        self.db.flush()
        self.announce(UploadLimitSet(project, actor, project.upload_limit))

    def set_total_size_limit(
        self, project: Project, gibibytes: int | None, *, actor: Actor
    ) -> None:
        """Set how much all files may hold, in GiB; None is as much as anybody's."""
        project.total_size_limit = None if gibibytes is None else gibibytes * GIB
        self.db.flush()
        self.announce(TotalSizeLimitSet(project, actor, project.total_size_limit))
