"""The tokens by which people can publish in a project, and asking to narrow them."""

from datetime import UTC, datetime
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.i18n import Message, _
from warehouse.macaroons.errors import AlreadyAsked
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.queries import macaroons_reaching, organization_tokens_reaching
from warehouse.macaroons.services import NarrowingService
from warehouse.manage.views.account.tokens import SOON
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission


@view_defaults(
    route_name="manage.project.credentials",
    context=ProjectResource,
    permission=Permission.PROJECT_WRITE,
    uses_session=True,
    requires_reauth=True,
)
class CredentialsView(ProjectView):
    """All credentials that reach the project; what else they reach stays their owner's."""

    section = "manage.project.people"

    @view_config(request_method=("GET", "HEAD"), renderer="manage/project/credentials.html")
    def show(self) -> dict[str, Any]:
        """Show every token with its owner, its scope, its end and its last use."""
        now = datetime.now(UTC)
        tokens = self._tokens()
        return self.page(
            tokens=tokens,
            wide=sum(_is_wide(each) for each in tokens),
            is_wide=_is_wide,
            me=self.user,
            now=now,
            soon=now + SOON,
        )

    @view_config(request_method="POST", methods=("POST",))
    def ask(self) -> Response:
        """Ask the owner of a token to narrow it down."""
        wanted = self.request.POST.get("token", "")
        found = [each for each in self._tokens() if str(each.id) == wanted]
        self.request.session.flash(self._ask(found[0] if found else None))
        return HTTPSeeOther(self.path("manage.project.credentials"))

    def _ask(self, macaroon: Macaroon | None) -> Message:
        is_own = macaroon is not None and macaroon.user_id in (None, self.user.id)
        if macaroon is None or not _is_wide(macaroon) or is_own:
            return _("There is no such token any more.")
        name = {"name": macaroon.owner.username}
        service = self.request.service(NarrowingService)
        try:
            service.ask(macaroon, self.project, actor=self.request.actor)
        except AlreadyAsked:
            return _("${name} was asked not long ago.", mapping=name)
        return _("${name} is asked for a token that is narrower.", mapping=name)

    def _tokens(self) -> list[Macaroon]:
        now = datetime.now(UTC)
        db = self.request.db
        found = macaroons_reaching(db, self.project)
        found += organization_tokens_reaching(db, self.project)
        return [each for each in found if not each.has_ended(now)]


def _is_wide(macaroon: Macaroon) -> bool:
    """Return whether a token reaches more than one project."""
    return len(macaroon.project_names) != 1
