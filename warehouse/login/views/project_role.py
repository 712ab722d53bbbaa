"""Accepting or declining an invitation to work on a project."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError
from warehouse.accounts.explanations import explain
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.packaging import explanations
from warehouse.packaging.errors import PackagingError
from warehouse.packaging.models import RoleInvitation
from warehouse.packaging.services import CollaborationService
from warehouse.security import Permission


@view_defaults(
    route_name="login.project_role",
    renderer="login/project_role.html",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class ProjectRoleViews:
    """The page that the link of an invitation leads to."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.service = request.service(CollaborationService)

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any] | Response:
        """Say who invites to what, and ask."""
        try:
            invitation = self._invitation()
        except (AccountError, PackagingError) as error:
            return self._refused(error)
        return {
            "csrf_token": self.request.session.get_csrf_token(),
            "project": invitation.project,
            "role": invitation.role_name,
        }

    @view_config(request_method="POST", methods=("POST",))
    def answer(self) -> Response:
        """Accept the invitation, or decline it."""
        actor = self.request.actor
        try:
            invitation = self._invitation()
            named = {"project": invitation.project.name}
            if "decline" in self.request.POST:
                self.service.decline(invitation, actor=actor)
                said = _("You declined to work on ${project}.", mapping=named)
            else:
                self.service.accept(invitation, actor=actor)
                said = _("You work on ${project} now.", mapping=named)
        except (AccountError, PackagingError) as error:
            return self._refused(error)
        return self._flashed(said)

    def _invitation(self) -> RoleInvitation:
        token = self.request.GET.get("token", "")
        return self.service.read(token, self.request.identity.user)

    def _refused(self, error: AccountError | PackagingError) -> Response:
        if isinstance(error, AccountError):
            return self._flashed(*explain(error))
        return self._flashed(explanations.explain(error))

    def _flashed(self, *sentences: str) -> Response:
        for sentence in sentences:
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path("manage.projects"))
