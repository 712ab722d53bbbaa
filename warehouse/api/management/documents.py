"""Rows as the objects of the management API."""

from datetime import datetime
from typing import Any

from warehouse.api.serializers.wire import utc
from warehouse.packaging.queries import ReachableProject


def time_of(moment: datetime | None) -> str | None:
    """Return a time as JSON has it, or None."""
    return None if moment is None else utc(moment)


def reachable(project: ReachableProject) -> dict[str, Any]:
    """Return a project as the list has it."""
    return {
        "name": project.name,
        "normalized_name": project.normalized_name,
        "status": project.marker,
        "role": project.role_name,
        "organization": project.organization,
        "newest_version": project.newest,
        "published": time_of(project.published),
    }
