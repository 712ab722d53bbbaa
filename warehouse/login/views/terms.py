"""Agreeing to the terms of use, for people who have an account."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.models import Engagement
from warehouse.accounts.services.terms import TermsService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.security import Permission


@view_defaults(
    route_name="login.terms",
    renderer="login/terms.html",
    permission=Permission.ACCOUNT_VISIT,
    uses_session=True,
)
class TermsViews:
    """The page that asks to agree to another revision."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.user = request.identity.user
        self.service = request.service(TermsService)
        terms = self.service.policies.terms
        if terms is None:
            raise HTTPNotFound
        self.terms = terms

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """Ask, and record that it was looked at."""
        self.service.record(self.user, Engagement.VIEWED)
        return {
            "csrf_token": self.request.session.get_csrf_token(),
            "has_agreed": self.service.has_agreed(self.user),
            "revision": self.terms.revision,
        }

    @view_config(request_method="POST", methods=("POST",))
    def agree(self) -> Response:
        """Record the agreement."""
        self.service.record(self.user, Engagement.AGREED)
        self.request.session.flash(_("You agreed to the terms of use."))
        return HTTPSeeOther(self.request.route_path("manage.account"))
