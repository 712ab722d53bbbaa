"""Taking an invitation back, whether to a project or to an organization."""

from typing import Any, ClassVar
from uuid import UUID

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config
from venusian import onlyliftedfrom

from warehouse.accounts.models import User
from warehouse.http import Request
from warehouse.http.keys import key_of
from warehouse.i18n import _


@onlyliftedfrom()
class RevokingInvitation:
    """The action, which needs no page of its own; mixed into the view of what invites."""

    request: Request
    section: str

    refused_by: ClassVar[type[Exception]]
    """What the service raises for what cannot be taken back."""

    def path(self, route: str, **parts: Any) -> str:
        """Return the path of a page about the same thing."""
        raise NotImplementedError

    def take_back(self, user_id: UUID) -> User:
        """Take the invitation of somebody back; return who it is."""
        raise NotImplementedError

    def explain(self, error: Any) -> str:
        """Return an error of the service in words."""
        raise NotImplementedError

    @view_config(request_method="POST", methods=("POST",))
    def revoke(self) -> Response:
        """Take it back and say so."""
        key = key_of(self.request.POST.get("user_id", ""))
        said: str
        try:
            user = self.take_back(key)
        except self.refused_by as error:
            said = self.explain(error)
        else:
            name = {"name": user.username}
            said = _("The invitation of ${name} is taken back.", mapping=name)
        self.request.session.flash(said)
        return HTTPSeeOther(self.path(self.section))
