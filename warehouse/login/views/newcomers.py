"""The account of somebody who is new, and for whom somebody else vouches."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import (
    AccountError,
    RegistrationRefused,
    TooManyRequests,
)
from warehouse.accounts.explanations import explain as explain_account
from warehouse.accounts.services.logins import LoginService
from warehouse.http import Request
from warehouse.http.limits import too_many
from warehouse.i18n import _
from warehouse.login.arrivals import signed_in
from warehouse.login.forms import NewcomerForm
from warehouse.single_sign_on.errors import SignOnError
from warehouse.single_sign_on.explanations import explain
from warehouse.single_sign_on.proofs import drop_proof, proof_of
from warehouse.single_sign_on.providers import labels_of
from warehouse.single_sign_on.services import NewcomerService


@view_defaults(
    route_name="login.single_sign_on.account",
    renderer="login/newcomer.html",
    uses_session=True,
)
class NewcomerViews:
    """The page on which somebody chooses what an account cannot be made without."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.labels = labels_of(request.settings)
        self.proof = proof_of(request.session, self.labels)
        self.service = request.service(NewcomerService)

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show the form, filled in with what the provider says."""
        if self.proof is None:
            return self._over()
        try:
            offered = self.service.proposal(self.proof.said)
        except (SignOnError, AccountError) as error:
            return self._back(*explain(error, self.labels[self.proof.said.issuer]))
        return self._page(NewcomerForm(username=offered.username, email=offered.address))

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Make the account and sign in to it, or show what is wrong."""
        if self.proof is None:
            return self._over()
        form = NewcomerForm(self.request.POST)
        if not form.validate():
            return self._page(form)
        said, actor = self.proof.said, self.request.actor
        try:
            with self.request.service(LoginService).counting(actor):
                user = self.service.create(
                    said,
                    username=form.username.data or "",
                    address=form.email.data or "",
                    actor=actor,
                )
        except RegistrationRefused as error:
            for name, problem in error.problems.items():
                form[name].errors = explain_account(problem)
                self._note_limit(problem)
            return self._page(form)
        except (SignOnError, AccountError) as error:
            return self._back(*explain(error, self.labels[self.proof.said.issuer]))
        drop_proof(self.request.session)
        return signed_in(self.request, user, said, self.proof.target)

    def _note_limit(self, problem: AccountError) -> None:
        if isinstance(problem, TooManyRequests):
            too_many(self.request, problem.seconds)

    def _over(self) -> Response:
        if self.request.identity is not None:
            return HTTPSeeOther(self.request.route_path("manage.account"))
        return self._back(_("The sign-in took too long. Begin again."))

    def _back(self, *sentences: str) -> Response:
        for sentence in sentences:
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path("login.login"))

    def _page(self, form: NewcomerForm) -> dict[str, Any]:
        assert self.proof is not None
        return {
            "form": form,
            "provider": self.labels[self.proof.said.issuer],
            "identity": self.proof.said.label,
            "csrf_token": self.request.session.get_csrf_token(),
            "messages": self.request.session.pop_flash(),
        }
