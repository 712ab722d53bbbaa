"""Accepting or declining an invitation to join an organization."""

from typing import Any

from pyramid.view import view_defaults
from venusian import lift

from warehouse.http import Request
from warehouse.i18n import Message, _
from warehouse.login.views.invitations import InvitationPage
from warehouse.organizations import explanations
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.models import OrganizationInvitation
from warehouse.organizations.services import InvitationService
from warehouse.security import Permission

LONGEST_MESSAGE = 1000


@lift()
@view_defaults(
    route_name="login.organization_role",
    renderer="login/organization_role.html",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class OrganizationRoleViews(InvitationPage):
    """The invitation to an organization, which is declined with a message or without."""

    refused_by, back = OrganizationError, "manage.organizations"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.service = request.service(InvitationService)

    def read(self, token: str) -> OrganizationInvitation:
        """Return the invitation of a link."""
        return self.service.read(token, self.request.identity.user)

    def described(self, invitation: OrganizationInvitation) -> dict[str, Any]:
        """Return the organization, and the role in it."""
        return {
            "organization": invitation.organization,
            "role": invitation.role_name,
            "longest": LONGEST_MESSAGE,
        }

    def accept(self, invitation: OrganizationInvitation) -> Message:
        """Join."""
        named = {"organization": invitation.organization.display_name}
        self.service.accept(invitation, actor=self.request.actor)
        return _("You belong to ${organization} now.", mapping=named)

    def decline(self, invitation: OrganizationInvitation) -> Message:
        """Do not join, and perhaps say why."""
        named = {"organization": invitation.organization.display_name}
        text = self.request.POST.get("message", "").replace("\0", "").strip()
        message = text[:LONGEST_MESSAGE]
        self.service.decline(invitation, message=message, actor=self.request.actor)
        return _("You declined to join ${organization}.", mapping=named)

    def explain(self, error: OrganizationError) -> str:
        """Say why it cannot be answered."""
        return explanations.explain(error)
