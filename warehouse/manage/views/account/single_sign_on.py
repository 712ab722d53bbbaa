"""Linking one's account with an identity from outside, and ending that."""

from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.two_factor import SECTION
from warehouse.security import Permission
from warehouse.single_sign_on.errors import SignOnError
from warehouse.single_sign_on.explanations import explain
from warehouse.single_sign_on.proofs import drop_proof, proof_of
from warehouse.single_sign_on.providers import provider_of
from warehouse.single_sign_on.services import IdentityService


@view_defaults(
    route_name="manage.account.single_sign_on",
    renderer="manage/account/single_sign_on.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class LinkingViews(AccountView):
    """The page that asks whether an identity is to open the account.

    The browser may have been sent to the provider by somebody else, and be signed in there
    as somebody else: so nothing is linked that its person has not seen.
    """

    section = SECTION

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.provider = provider_of(request.settings.single_sign_on)
        if self.provider is None:
            raise HTTPNotFound(_("There is no identity provider to sign in by here."))
        self.proof = proof_of(request.session, {self.provider.issuer})

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show whose identity it is."""
        if self.proof is None:
            return self._over()
        return self.page(identity=self.proof.said.label, provider=self.provider)

    @view_config(request_method="POST", methods=("POST",))
    def link(self) -> Response:
        """Link it."""
        if self.proof is None:
            return self._over()
        assert self.provider is not None
        drop_proof(self.request.session)
        said, label = self.proof.said, self.provider.label
        try:
            self.request.service(IdentityService).link(
                self.user, said, actor=self.request.actor
            )
        except SignOnError as error:
            self.flash(*explain(error, label))
        else:
            values = {"identity": said.label, "provider": label}
            linked = _("You can sign in as ${identity} by ${provider} now.", mapping=values)
            self.flash(linked)
        return back(self.request)

    def _over(self) -> Response:
        self.flash(_("That took too long. Begin again."))
        return back(self.request)


@view_config(
    route_name="manage.account.single_sign_on.unlink",
    request_method="POST",
    methods=("POST",),
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class UnlinkingView(AccountView):
    """Ending that an identity opens the account."""

    section = SECTION

    def __call__(self) -> Response:
        """Unlink it, unless it is the only way in."""
        try:
            self.request.service(IdentityService).unlink(
                self.user, UUID(self.request.matchdict["id"]), actor=self.request.actor
            )
        except SignOnError as error:
            self.flash(*explain(error, ""))
        except ValueError:
            raise HTTPNotFound(_("There is no such link.")) from None
        else:
            self.flash(_("The link is ended."))
        return back(self.request)


def back(request: Request) -> Response:
    """Lead to the page about signing in."""
    return HTTPSeeOther(request.route_path(SECTION))
