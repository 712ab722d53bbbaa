"""What one is told about one project."""

from collections.abc import Sequence
from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.i18n import Message, _
from warehouse.manage.views.account.base import AccountView
from warehouse.notifications import queries
from warehouse.notifications.errors import TooManyFollowed
from warehouse.notifications.models import How, Kind
from warehouse.notifications.services import SubscriptionService
from warehouse.notifications.services.subscriptions import USUAL
from warehouse.notifications.words import HOWS, KINDS
from warehouse.packaging.queries import project_named
from warehouse.security import Permission

_KIND = "about."
"""The beginning of the names of checkboxes, each of which is for a kind of news."""


@view_defaults(
    route_name="manage.project.notifications",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class FollowingView(AccountView):
    """The page on which a person follows a project, or does so no longer."""

    section = "manage.account.notifications"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        project = project_named(request.db, request.matchdict["name"])
        if project is None:
            raise HTTPNotFound
        self.project = project
        self.service = request.service(SubscriptionService)

    @view_config(request_method=("GET", "HEAD"), renderer="manage/project/following.html")
    def show(self) -> dict[str, Any]:
        """Show what is chosen, or what is usual."""
        chosen = queries.subscription_of(self.request.db, self.user.id, self.project.id)
        return self.page(
            project=self.project,
            is_followed=chosen is not None,
            chosen_kinds=USUAL if chosen is None else chosen.kinds,
            chosen_how=How.DAILY if chosen is None else chosen.how,
            kinds=KINDS,
            hows=HOWS,
        )

    @view_config(request_method="POST", methods=("POST",))
    def choose(self) -> Response:
        """Store what was chosen; whoever wants to know nothing follows no longer."""
        given = self.request.POST
        kinds = [kind for kind in Kind if f"{_KIND}{kind}" in given]
        if "unfollow" in given or not (kinds or "usual" in given):
            self.service.unfollow(self.user.id, self.project.id)
            ended = _("You do not follow ${project} any more.")
            said = ended.with_values(project=self.project.name)
        else:
            said = self._follow(kinds or USUAL, given.get("how", ""))
        self.flash(said)
        return HTTPSeeOther(self.request.route_path("manage.account.notifications"))

    def _follow(self, kinds: Sequence[Kind], how: str) -> Message:
        """Follow the project; return what to say, with the reason if that cannot be."""
        name = self.project.name
        chosen = How(how) if how in set(How) else How.DAILY
        try:
            self.service.follow(self.user, self.project, kinds=kinds, how=chosen)
        except TooManyFollowed as error:
            return _(
                "You follow ${most} projects, which is as many as anybody may. Stop "
                "following one to follow ${project}.",
                mapping={"most": error.most, "project": name},
            )
        return _("You follow ${project}.", mapping={"project": name})
