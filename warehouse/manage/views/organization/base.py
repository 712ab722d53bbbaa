"""What the pages about one organization share."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pyramid.httpexceptions import HTTPSeeOther

from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.http.frames import frame
from warehouse.i18n import _
from warehouse.manage.views.actions import ConfirmedAction, confirmed_action
from warehouse.organizations.explanations import ROLE_WORDS
from warehouse.organizations.models import Organization
from warehouse.organizations.resources import OrganizationResource, TeamResource
from warehouse.security import Permission

A = TypeVar("A", bound="type[OrganizationAction]")


class OrganizationView:
    """The base of views of one organization, which are all in one frame."""

    section: str
    """The route of the section that is marked in the frame."""

    needs_standing: ClassVar[bool] = True
    """Whether it leads away while the organization is not active."""

    def __init__(
        self, context: OrganizationResource | TeamResource, request: Request
    ) -> None:
        self.request = request
        self.organization: Organization = context.organization
        self.user: User = request.identity.user
        if self.needs_standing and not self.organization.is_in_good_standing:
            name = {"name": self.organization.display_name}
            request.session.flash(
                _("${name} is not active. Ask the administrators about it.", mapping=name)
            )
            raise HTTPSeeOther(request.route_path("manage.organizations"))

    def path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the organization."""
        name = self.organization.normalized_name
        return str(self.request.route_path(route, name=name, **parts))

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame of organizations."""
        may = self.request.has_permission
        return {
            **frame(self.request),
            "organization": self.organization,
            "section": self.section,
            "section_path": self.path,
            "role_words": ROLE_WORDS,
            "may_write": may(Permission.ORGANIZATION_WRITE),
            "may_manage": may(Permission.ORGANIZATION_MANAGE),
            "me": self.user,
            **values,
        }


class OrganizationAction(OrganizationView, ConfirmedAction):
    """The base of one action on an organization."""

    @property
    def confirmed(self) -> str:
        """Return what has to be typed."""
        return self.organization.name


def organization_action(
    route_name: str,
    *,
    permission: str = Permission.ORGANIZATION_WRITE,
    context: type = OrganizationResource,
) -> Callable[[A], A]:
    """Register an `OrganizationAction`: its page by GET, and the action by POST."""
    return confirmed_action(
        route_name,
        context=context,
        permission=permission,
        renderer="manage/organization/action.html",
    )


def page_of(kind: type = OrganizationResource) -> dict[str, Any]:
    """Return the options of pages that every member may see."""
    return {
        "context": kind,
        "permission": Permission.ORGANIZATION_READ,
        "uses_session": True,
        "requires_reauth": True,
        "request_method": ("GET", "HEAD"),
    }
