"""Answering the link of an invitation: what its page does, whatever one is invited to."""

from typing import Any, ClassVar

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config
from venusian import onlyliftedfrom

from warehouse.accounts.errors import AccountError
from warehouse.accounts.explanations import explain
from warehouse.http import Request
from warehouse.i18n import Message


@onlyliftedfrom()
class InvitationPage:
    """The page that the link of an invitation leads to.

    Whoever inherits from it says what invites, and what each answer does.
    """

    refused_by: ClassVar[type[Exception]]
    """What the service raises, besides errors of links, for what cannot be answered."""

    back: ClassVar[str]
    """The route of the page that one is led to, and that says what was done."""

    def __init__(self, request: Request) -> None:
        self.request = request

    def read(self, token: str) -> Any:
        """Return the invitation of a link."""
        raise NotImplementedError

    def described(self, invitation: Any) -> dict[str, Any]:
        """Return what the page says of an invitation."""
        raise NotImplementedError

    def accept(self, invitation: Any) -> Message:
        """Accept it; return what is said then."""
        raise NotImplementedError

    def decline(self, invitation: Any) -> Message:
        """Decline it; return what is said then."""
        raise NotImplementedError

    def explain(self, error: Any) -> str:
        """Return an error of the service in words."""
        raise NotImplementedError

    @view_config(request_method=("GET", "HEAD"))
    def ask(self) -> dict[str, Any] | Response:
        """Say who invites to what, and ask."""
        try:
            invitation = self._invitation()
        except (AccountError, self.refused_by) as error:
            return self._refused(error)
        token = self.request.session.get_csrf_token()
        return {"csrf_token": token, **self.described(invitation)}

    @view_config(request_method="POST", methods=("POST",))
    def answer(self) -> Response:
        """Accept the invitation, or decline it."""
        answer = self.decline if "decline" in self.request.POST else self.accept
        try:
            said = answer(self._invitation())
        except (AccountError, self.refused_by) as error:
            return self._refused(error)
        return self._flashed(said)

    def _invitation(self) -> Any:
        return self.read(self.request.GET.get("token", ""))

    def _refused(self, error: Exception) -> Response:
        self.request.db.rollback()
        if isinstance(error, AccountError):
            return self._flashed(*explain(error))
        return self._flashed(self.explain(error))

    def _flashed(self, *sentences: str) -> Response:
        for sentence in sentences:
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path(self.back))
