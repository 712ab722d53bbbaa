"""Accepting or declining an invitation to join an organization."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError
from warehouse.accounts.explanations import explain
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.organizations import explanations
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.models import OrganizationInvitation
from warehouse.organizations.services import InvitationService
from warehouse.security import Permission

LONGEST_MESSAGE = 1000


@view_defaults(
    route_name="login.organization_role",
    renderer="login/organization_role.html",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class OrganizationRoleViews:
    """The page that the link of an invitation leads to."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.service = request.service(InvitationService)

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any] | Response:
        """Say who invites to what, and ask."""
        try:
            invitation = self._invitation()
        except (AccountError, OrganizationError) as error:
            return self._refused(error)
        return {
            "csrf_token": self.request.session.get_csrf_token(),
            "organization": invitation.organization,
            "role": invitation.role_name,
            "longest": LONGEST_MESSAGE,
        }

    @view_config(request_method="POST", methods=("POST",))
    def answer(self) -> Response:
        """Accept the invitation, or decline it, perhaps with a message."""
        actor = self.request.actor
        try:
            invitation = self._invitation()
            named = {"organization": invitation.organization.display_name}
            if "decline" in self.request.POST:
                text = self.request.POST.get("message", "").replace("\0", "").strip()
                message = text[:LONGEST_MESSAGE]
                self.service.decline(invitation, message=message, actor=actor)
                said = _("You declined to join ${organization}.", mapping=named)
            else:
                self.service.accept(invitation, actor=actor)
                said = _("You belong to ${organization} now.", mapping=named)
        except (AccountError, OrganizationError) as error:
            return self._refused(error)
        return self._flashed(said)

    def _invitation(self) -> OrganizationInvitation:
        token = self.request.GET.get("token", "")
        return self.service.read(token, self.request.identity.user)

    def _refused(self, error: AccountError | OrganizationError) -> Response:
        self.request.db.rollback()
        if isinstance(error, AccountError):
            return self._flashed(*explain(error))
        return self._flashed(explanations.explain(error))

    def _flashed(self, *sentences: str) -> Response:
        for sentence in sentences:
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path("manage.organizations"))
