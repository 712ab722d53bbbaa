"""The panels of staff on the public pages of projects, people and organizations.

A script fetches it into the page, which is the same for everybody. Whoever is signed out
gets nothing and costs no query; whoever is no staff gets nothing either.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.queries import user_named
from warehouse.admin.views.actions import Offer, offered
from warehouse.http import Request
from warehouse.listings.histories import actions_on
from warehouse.observations.models import ProjectObservation, UserObservation
from warehouse.observations.queries import count_open_about, newest_about
from warehouse.organizations.queries import organization_named
from warehouse.packaging.limits import GIB, MIB
from warehouse.packaging.queries import count_projects_of, project_named
from warehouse.security import Permission

MOST = 5
"""Observations and actions of staff that a panel shows."""

_PROJECT = (
    Offer("admin.project.quarantine", "Quarantine", Permission.ADMIN_PROJECTS_WRITE),
    Offer(
        "admin.project.observe", "Add an observation", Permission.ADMIN_OBSERVATIONS_WRITE
    ),
    Offer("admin.project.delete", "Delete", Permission.ADMIN_PROJECTS_DELETE),
)
_HIDDEN_PROJECT = (
    Offer("admin.project.clear", "Clear the quarantine", Permission.ADMIN_PROJECTS_WRITE),
    *_PROJECT[1:],
)
_USER = (
    Offer("admin.user.freeze", "Freeze", Permission.ADMIN_USERS_WRITE),
    Offer("admin.user.emails", "Edit addresses", Permission.ADMIN_USERS_EMAIL),
    Offer(
        "admin.user.reset_password", "Reset the password", Permission.ADMIN_USERS_RECOVER
    ),
)
_FROZEN_USER = (
    Offer("admin.user.unfreeze", "Unfreeze", Permission.ADMIN_USERS_WRITE),
    *_USER[1:],
)
_ORGANIZATION = (
    Offer("admin.organization.edit", "Edit", Permission.ADMIN_ORGANIZATIONS_WRITE),
    Offer("admin.organization.rename", "Rename", Permission.ADMIN_ORGANIZATIONS_WRITE),
)


@dataclass(frozen=True)
class Limit:
    """A limit in bytes, the field and the unit of its form, and where that is sent."""

    title: str
    field: str
    bytes: int | None
    unit: int
    url: str
    is_changed: bool

    @property
    def now(self) -> str:
        """Return the limit in whole units, as its form has it."""
        return "" if self.bytes is None else str(self.bytes // self.unit)

    @property
    def unit_name(self) -> str:
        """Return what the unit is called."""
        return "MiB" if self.unit == MIB else "GiB"


class Panel:
    """The base of panels: who may see it, and how its answer is made."""

    permission: ClassVar[str]

    def __init__(self, request: Request) -> None:
        self.request = request

    def answer(self) -> dict[str, Any] | Response:
        """Show the panel to staff, and nothing to others."""
        if self.request.identity is None:
            return Response()
        if not self.request.has_permission(self.permission):
            # A browser complains of a 403 in its console, and our script asks it not to.
            is_quiet = self.request.headers.get("Prefer") == "return=minimal"
            return Response(status=204 if is_quiet else 403)
        return {
            "may": self.request.has_permission,
            "csrf_token": self.request.session.get_csrf_token(),
            "limits": [],
            "observations": None,
            "open": 0,
            "reports": None,
            **self.values(),
        }

    def values(self) -> dict[str, Any]:
        """Return the values of the template; raises `HTTPNotFound`."""
        raise NotImplementedError

    def path(self, route: str, **parts: object) -> str:
        """Return the address of a page of staff."""
        return str(self.request.route_path(route, **parts))


@view_defaults(uses_session=True, renderer="admin/panel.html")
class ProjectPanel(Panel):
    """The panel on the page of a project."""

    permission = Permission.ADMIN_PROJECTS_READ

    @view_config(route_name="admin.panels.project")
    def show(self) -> dict[str, Any] | Response:
        """Show the state of the project, its limits, and what was observed about it."""
        return self.answer()

    def values(self) -> dict[str, Any]:
        """Return what is known about the project."""
        db = self.request.db
        project = project_named(db, self.request.matchdict["name"])
        if project is None:
            raise HTTPNotFound("There is no such project.")
        key = project.normalized_name
        offers = _HIDDEN_PROJECT if project.is_quarantined else _PROJECT
        return {
            "title": project.name,
            "page": self.path("admin.project", name=key),
            "facts": [
                ("Status", project.status, "text"),
                ("Note", project.lifecycle_status_note, "text"),
                ("Created", project.created, "time"),
                ("Size", project.total_size, "size"),
            ],
            "limits": _limits(
                project,
                file=self.path("admin.project.upload_limit", name=key),
                total=self.path("admin.project.total_size_limit", name=key),
                is_changed=self.request.has_permission(Permission.ADMIN_LIMITS_WRITE),
            ),
            "observations": newest_about(db, ProjectObservation, project.id, limit=MOST),
            "open": count_open_about(db, ProjectObservation, project.id),
            "reports": self.path("admin.project.reports", name=key),
            "stream": actions_on(db, "project", project.id, limit=MOST),
            "actions": offered(self.request, offers, name=key),
        }


@view_defaults(uses_session=True, renderer="admin/panel.html")
class UserPanel(Panel):
    """The panel on the page of a person."""

    permission = Permission.ADMIN_USERS_READ

    @view_config(route_name="admin.panels.user")
    def show(self) -> dict[str, Any] | Response:
        """Show the state of the account, and what was observed about it."""
        return self.answer()

    def values(self) -> dict[str, Any]:
        """Return what is known about the account."""
        db = self.request.db
        user = user_named(db, self.request.matchdict["username"])
        if user is None:
            raise HTTPNotFound("There is no such user.")
        name, address = user.username, user.primary_email
        return {
            "title": name,
            "page": self.path("admin.user", username=name),
            "facts": [
                ("Joined", user.date_joined, "time"),
                ("Last sign-in", user.last_login, "time"),
                ("Active", user.is_active, "flag"),
                ("Frozen", user.is_frozen, "flag"),
                ("Second factor", user.has_second_factor, "flag"),
                ("Verified address", address is not None and address.verified, "flag"),
                ("Projects", count_projects_of(db, user.id), "number"),
            ],
            "observations": newest_about(db, UserObservation, user.id, limit=MOST),
            "open": count_open_about(db, UserObservation, user.id),
            "stream": actions_on(db, "user", user.id, limit=MOST),
            "actions": offered(
                self.request, _FROZEN_USER if user.is_frozen else _USER, username=name
            ),
        }


@view_defaults(uses_session=True, renderer="admin/panel.html")
class OrganizationPanel(Panel):
    """The panel on the page of an organization."""

    permission = Permission.ADMIN_ORGANIZATIONS_READ

    @view_config(route_name="admin.panels.organization")
    def show(self) -> dict[str, Any] | Response:
        """Show the state of the organization, and its limits."""
        return self.answer()

    def values(self) -> dict[str, Any]:
        """Return what is known about the organization."""
        db = self.request.db
        organization = organization_named(db, self.request.matchdict["name"])
        if organization is None:
            raise HTTPNotFound("There is no such organization.")
        key = organization.id
        return {
            "title": organization.name,
            "page": self.path("admin.organization", id=key),
            "facts": [
                ("Kind", organization.orgtype, "text"),
                ("Active", organization.is_active, "flag"),
                ("Created", organization.created, "time"),
            ],
            "limits": _limits(
                organization,
                file=self.path("admin.organization.upload_limit", id=key),
                total=self.path("admin.organization.total_size_limit", id=key),
                is_changed=self.request.has_permission(
                    Permission.ADMIN_ORGANIZATIONS_WRITE
                ),
            ),
            "stream": actions_on(db, "organization", key, limit=MOST),
            "actions": offered(self.request, _ORGANIZATION, id=key),
        }


def _limits(limited: Any, *, file: str, total: str, is_changed: bool) -> list[Limit]:
    """Return the limits, each with the page that changes it if one may."""
    return [
        Limit("File limit", "upload_limit", limited.upload_limit, MIB, file, is_changed),
        Limit(
            *("Size limit", "total_size_limit", limited.total_size_limit),
            *(GIB, total, is_changed),
        ),
    ]
