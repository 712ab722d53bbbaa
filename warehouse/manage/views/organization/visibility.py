"""Being on the public page of an organization, or not."""

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.manage.views.organization.base import OrganizationView
from warehouse.manage.views.organization.teams import OfTeam
from warehouse.organizations.errors import NotAMember, TeamGone
from warehouse.organizations.explanations import explain
from warehouse.organizations.resources import OrganizationResource, TeamResource
from warehouse.organizations.services import MemberService, TeamService
from warehouse.security import Permission


@view_config(
    route_name="manage.organization.visibility",
    request_method="POST",
    methods=("POST",),
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_VISIT,
    uses_session=True,
)
class ShowMyself(OrganizationView):
    """Members choose for themselves alone."""

    section = "manage.organization.people"

    def __call__(self) -> Response:
        """Show the member on the public page, or no longer."""
        is_public, actor = _is_public(self.request), self.request.actor
        service = self.request.service(MemberService)
        said: str = _("The public page of the organization does not name you any more.")
        if is_public:
            said = _("The public page of the organization names you now.")
        try:
            service.show(self.organization, self.user, is_public=is_public, actor=actor)
        except NotAMember as error:
            said = explain(error)
        return _back(self.request, self.path(self.section), said)


@view_config(
    route_name="manage.team.visibility",
    request_method="POST",
    methods=("POST",),
    context=TeamResource,
    permission=Permission.ORGANIZATION_MANAGE,
    uses_session=True,
)
class ShowTeam(OfTeam):
    """Whoever manages teams chooses for a team; its members choose for themselves."""

    def __call__(self) -> Response:
        """Show the team on the public page, or no longer."""
        is_public, actor = _is_public(self.request), self.request.actor
        service = self.request.service(TeamService)
        path = self.team_path("manage.team.settings")
        try:
            service.show(self.team, is_public=is_public, actor=actor)
        except TeamGone as error:
            return _back(self.request, self.path(self.section), explain(error))
        said = _("The public page of the organization does not name the team any more.")
        if is_public:
            said = _("The public page of the organization names the team now.")
        return _back(self.request, path, said)


def _is_public(request: Request) -> bool:
    """Return what was chosen."""
    return bool(request.POST.get("is_public") == "yes")


def _back(request: Request, path: str, sentence: str) -> Response:
    """Lead to where the choice was made, and say what came of it."""
    request.session.flash(sentence)
    return HTTPSeeOther(path)
