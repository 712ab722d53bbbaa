"""The URLs under /api/v1/, which take API tokens and nothing else, or are for everyone.

Whatever is below a project is found by its view, and not by traversal: a request that is
repeated with its `Idempotency-Key` has its answer although what it deleted is gone.
"""

from typing import Any

from pyramid.config import Configurator

from warehouse.accounts.resources import OwnAccountResource
from warehouse.api.management.resources import ManagedProjectsResource
from warehouse.organizations.resources import OrganizationsResource
from warehouse.paths import MANAGEMENT

_TOKEN: dict[str, Any] = {"accepts": {"token"}}

ACCOUNT = {
    "projects": "projects",
    "deletions": "deletions",
    "deletion.restore": "deletions/{id}/restore",
    "tokens": "tokens",
    "token": "tokens/{id}",
    "organizations": "organizations",
    "invitations": "invitations",
    "invitation.accept": "invitations/{id}/accept",
    "invitation.decline": "invitations/{id}/decline",
}
ORGANIZATION = {
    "organization": "",
    "organization.leave": "/leave",
    "organization.people": "/people",
    "organization.person": "/people/{username}",
    "organization.invitations": "/invitations",
    "organization.invitation": "/invitations/{username}",
    "organization.teams": "/teams",
    "organization.team": "/teams/{team}",
    "organization.team.members": "/teams/{team}/members",
    "organization.team.member": "/teams/{team}/members/{username}",
    "organization.team.projects": "/teams/{team}/projects",
    "organization.projects": "/projects",
    "organization.tokens": "/tokens",
    "organization.token": "/tokens/{id}",
    "organization.namespaces": "/namespaces",
    "organization.namespace": "/namespaces/{namespace}",
    "organization.application": "/namespace-applications/{id}",
    "organization.application.answer": "/namespace-applications/{id}/answer",
    "organization.rules": "/rules",
}
"""The routes by their names after `api.v1.`, with their paths below an organization."""

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
    "project.private": "/private",
    "project.public": "/public",
    "readers": "/readers",
    "reader": "/readers/{id}",
    "project.teams": "/teams",
    "project.team": "/teams/{team}",
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
    for name, path in ORGANIZATION.items():
        config.add_route(
            f"api.v1.{name}",
            f"{MANAGEMENT}organizations/{{organization}}{path}",
            factory=OrganizationsResource,
            traverse="/{organization}",
            **_TOKEN,
        )
