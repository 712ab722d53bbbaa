"""The names of all projects that the public may know of, whatever their status."""

from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from warehouse.packaging.caching import NAME_KEY, PROJECT_KEY
from warehouse.packaging.models import Project
from warehouse.packaging.models.privacy import is_public
from warehouse.packaging.names import is_valid_name, normalize

_AT_A_TIME = 5000


class ProjectNames:
    """The source of the names of all public projects.

    The name of a private one is answered like one that nobody has; so it is not here.
    """

    def name_of(self, key: str) -> str | None:
        """Return the normalised name in a surrogate key, or None for other keys."""
        for prefix in (PROJECT_KEY, NAME_KEY):
            if key.startswith(prefix):
                return key.removeprefix(prefix)
        return None

    def normalized(self, text: str) -> str | None:
        """Return the normalised name; None where no project can have it."""
        return normalize(text) if is_valid_name(text) else None

    def read(self, db: Session) -> Iterator[Sequence[str]]:
        """Yield every normalised name."""
        names = select(Project.normalized_name).where(is_public(Project))
        yield from db.scalars(names.execution_options(yield_per=_AT_A_TIME)).partitions()

    def is_complete(self, db: Session) -> bool:
        """Return True: there are no projects besides ours."""
        return True

    def is_upset_by(self, key: str) -> bool:
        """Return False: no purge changes that."""
        return False
