"""Reports about projects, made as people make them."""

from typing import Any
from uuid import UUID

from pyramid.registry import Registry

from warehouse.accounts.models import User
from warehouse.http import offline
from warehouse.observations.models import ObservationKind
from warehouse.observations.services import ObservationService
from warehouse.packaging.models import Project
from warehouse.security import Actor


def make_report(
    registry: Registry,
    project: Project,
    reporter: User,
    *,
    kind: str = "is_malware",
    summary: str = "It steals keys.",
    link: str = "",
) -> UUID:
    """Report a project; what follows from that has happened when it returns."""
    payload: dict[str, Any] = {"origin": "web", "summary": summary}
    if link:
        payload["inspector_url"] = link
    with offline(registry) as request:
        made = request.service(ObservationService).observe(
            request.db.get_one(Project, project.id),
            ObservationKind(kind),
            summary,
            payload=payload,
            actor=Actor(user=request.db.get_one(User, reporter.id)),
        )
        key: UUID = made.id
    return key
