"""Who brought something about, as far as the owners of a project are told."""

from typing import Any

from warehouse.events.models import ProjectEvent

_BY_STAFF = ("project:quarantine:", "project:release:quarantine:", "admin:")
"""How the tags of events begin that nobody but staff brings about."""


def doer_of(event: ProjectEvent) -> str | None:
    """Return the username of who brought an event about; None for staff and programs."""
    if event.tag.startswith(_BY_STAFF):
        return None
    additional: dict[str, Any] = event.additional or {}
    name = additional.get("submitted_by") or additional.get("created_by")
    return name if isinstance(name, str) else None
