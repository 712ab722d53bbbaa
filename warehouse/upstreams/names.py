"""The names of all projects that installers see, as far as they can be known."""

from sqlalchemy.orm import Session

from warehouse.packaging.project_names import ProjectNames
from warehouse.upstreams import queries
from warehouse.upstreams.caching import UPSTREAMS


class IndexNames(ProjectNames):
    """Our names; any other may be one of an upstream, where there is one."""

    def is_complete(self, db: Session) -> bool:
        """Return whether no upstream is asked."""
        return not queries.has_upstreams(db)

    def is_upset_by(self, key: str) -> bool:
        """Return whether upstreams were added, removed or switched."""
        return key == UPSTREAMS
