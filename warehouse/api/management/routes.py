"""The URLs under /api/v1/, which take API tokens and nothing else, or are for everyone.

Whatever is below a project is found by its view, and not by traversal: a request that is
repeated with its `Idempotency-Key` has its answer although what it deleted is gone.
"""

from typing import Any

from pyramid.config import Configurator

from warehouse.accounts.resources import OwnAccountResource
from warehouse.api.management.resources import ManagedProjectsResource
from warehouse.paths import MANAGEMENT

_TOKEN: dict[str, Any] = {"accepts": {"token"}}

ACCOUNT = {
    "projects": "projects",
    "deletions": "deletions",
    "deletion.restore": "deletions/{id}/restore",
    "tokens": "tokens",
    "token": "tokens/{id}",
    "organizations": "organizations",
}
PROJECT = {
    "project": "",
    "project.archive": "/archive",
    "project.unarchive": "/unarchive",
    "project.deprecate": "/deprecate",
    "project.undeprecate": "/undeprecate",
    "releases": "/releases",
    "release": "/releases/{version}",
    "release.yank": "/releases/{version}/yank",
    "release.unyank": "/releases/{version}/unyank",
    "file": "/files/{filename}",
    "file.yank": "/files/{filename}/yank",
    "file.unyank": "/files/{filename}/unyank",
    "collaborators": "/collaborators",
    "collaborator": "/collaborators/{username}",
    "webhooks": "/webhooks",
    "webhook": "/webhooks/{id}",
    "webhook.rotate": "/webhooks/{id}/rotate",
    "webhook.test": "/webhooks/{id}/test",
    "notifications": "/notifications",
    "history": "/history",
}
"""The routes by their names after `api.v1.`, with their paths below a project."""


def includeme(config: Configurator) -> None:
    """Register the routes."""
    config.add_route("api.changes", f"{MANAGEMENT}changes")
    config.add_route("api.stream", f"{MANAGEMENT}stream")
    for name, path in ACCOUNT.items():
        config.add_route(
            f"api.v1.{name}", f"{MANAGEMENT}{path}", factory=OwnAccountResource, **_TOKEN
        )
    for name, path in PROJECT.items():
        config.add_route(
            f"api.v1.{name}",
            f"{MANAGEMENT}projects/{{name}}{path}",
            factory=ManagedProjectsResource,
            traverse="/{name}",
            **_TOKEN,
        )
