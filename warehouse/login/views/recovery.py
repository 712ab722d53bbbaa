"""Asking staff for an account into which no way is left."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountError, TooManyRequests
from warehouse.accounts.explanations import explain
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.login.recovery_form import REASONS, RecoveryForm
from warehouse.recovery.errors import PlaceUnknown
from warehouse.recovery.models import RecoveryRequest
from warehouse.recovery.services import ClosingService, RecoveryService


class _RecoveryViews:
    """What the pages share."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.service = request.service(RecoveryService)
        self.link = request.GET.get("token", "")

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template."""
        session = self.request.session
        token, messages = session.get_csrf_token(), session.pop_flash()
        return {"csrf_token": token, "messages": messages, **values}

    def begin_again(self, error: AccountError) -> Response:
        """Return a redirect to the form, which says what is wrong with a link."""
        for sentence in explain(error):
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path("login.recover"))


@view_defaults(route_name="login.recover", renderer="login/recover.html", uses_session=True)
class RecoverViews(_RecoveryViews):
    """The page on which somebody says that they have lost everything."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Say what else there is to try, and ask which account it is."""
        return self._page(RecoveryForm())

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any]:
        """Send a link to the contact address, whether there is such an account or not."""
        form = RecoveryForm(self.request.POST)
        if not form.validate():
            return self._page(form)
        wanted = form.wanted(self.request.locale.code)
        try:
            asked = self.service.ask(wanted, actor=self.request.actor)
        except TooManyRequests as error:
            too_many(self.request, error.seconds)
            form.username.errors = explain(error)
            return self._page(form)
        except AccountError as error:
            form.contact.errors = explain(error)
            return self._page(form)
        return self._page(form, contact=asked.contact)

    def _page(self, form: RecoveryForm, contact: str | None = None) -> dict[str, Any]:
        return self.page(form=form, contact=contact)


@view_defaults(
    route_name="login.recover.follow",
    renderer="login/recover_follow.html",
    uses_session=True,
)
class FollowViews(_RecoveryViews):
    """The page of one request, which the link to its contact address leads to."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show how far the request is, and what can prove whose account it is."""
        try:
            asked = self.service.request_of_link(self.link)
        except AccountError as error:
            return self.begin_again(error)
        return self.page(**self._values(asked))

    @view_config(request_method="POST", methods=("POST",), request_param="confirm")
    def confirm(self) -> Response:
        """Show the request to staff."""
        return self._then(lambda: self.service.confirm(self.link, actor=self.request.actor))

    @view_config(request_method="POST", methods=("POST",), request_param="place")
    def name_place(self) -> Response:
        """Store where the proof was put."""
        place = self.request.POST.get("place", "")
        return self._then(lambda: self.service.name_place(self.link, place))

    @view_config(request_method="POST", methods=("POST",), request_param="withdraw")
    def withdraw(self) -> Response:
        """Close the request."""
        return self._then(
            lambda: self.service.withdraw(self.link, actor=self.request.actor)
        )

    def _then(self, change: Any) -> Response:
        """Make a change, and show the page again."""
        try:
            change()
        except PlaceUnknown:
            self.request.session.flash(_("Choose one of the places that are listed."))
        except AccountError as error:
            return self.begin_again(error)
        query = {"token": self.link}
        return HTTPSeeOther(self.request.route_path("login.recover.follow", _query=query))

    def _values(self, asked: RecoveryRequest) -> dict[str, Any]:
        return {
            "asked": asked,
            "reason": REASONS[asked.reason],
            "places": self.service.places_for(asked),
        }


@view_defaults(
    route_name="login.recover.object",
    renderer="login/recover_object.html",
    uses_session=True,
)
class ObjectionViews(_RecoveryViews):
    """The page that the link to the addresses of the account leads to."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Ask, because programs that read mail follow links."""
        try:
            asked = self.request.service(ClosingService).request_of_objection(self.link)
        except AccountError as error:
            return self.begin_again(error)
        return self.page(asked=asked)

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Close every request for the account."""
        try:
            asked = self.request.service(ClosingService).object_to(
                self.link, actor=self.request.actor
            )
        except AccountError as error:
            return self.begin_again(error)
        return self.page(asked=asked)
