"""Accepting or declining an invitation to work on a project."""

from typing import Any

from pyramid.view import view_defaults
from venusian import lift

from warehouse.http import Request
from warehouse.i18n import Message, _
from warehouse.login.views.invitations import InvitationPage
from warehouse.packaging import explanations
from warehouse.packaging.errors import PackagingError
from warehouse.packaging.models import RoleInvitation
from warehouse.packaging.services import CollaborationService
from warehouse.security import Permission


@lift()
@view_defaults(
    route_name="login.project_role",
    renderer="login/project_role.html",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class ProjectRoleViews(InvitationPage):
    """The invitation to a project."""

    refused_by, back = PackagingError, "manage.projects"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.service = request.service(CollaborationService)

    def read(self, token: str) -> RoleInvitation:
        """Return the invitation of a link."""
        return self.service.read(token, self.request.identity.user)

    def described(self, invitation: RoleInvitation) -> dict[str, Any]:
        """Return the project, and the role in it."""
        return {"project": invitation.project, "role": invitation.role_name}

    def accept(self, invitation: RoleInvitation) -> Message:
        """Work on it."""
        named = {"project": invitation.project.name}
        self.service.accept(invitation, actor=self.request.actor)
        return _("You work on ${project} now.", mapping=named)

    def decline(self, invitation: RoleInvitation) -> Message:
        """Do not work on it."""
        named = {"project": invitation.project.name}
        self.service.decline(invitation, actor=self.request.actor)
        return _("You declined to work on ${project}.", mapping=named)

    def explain(self, error: PackagingError) -> str:
        """Say why it cannot be answered."""
        return explanations.explain(error)
