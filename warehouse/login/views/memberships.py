"""Members of an organization sign in by its identity provider."""

from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts import queries as accounts
from warehouse.accounts.errors import LoginFailed
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.services.logins import LoginService
from warehouse.http import Request
from warehouse.http.redirects import safe_target
from warehouse.http.transactions import release_connection
from warehouse.i18n import _
from warehouse.login.memberships import Visit, begin, resume
from warehouse.organizations import queries
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.explanations import explain as explain_organization
from warehouse.organizations.provider_queries import provider_of
from warehouse.organizations.resources import OrganizationResource
from warehouse.organizations.rules import SIGN_ON
from warehouse.security import LinkBroken, LinkExpired, Permission
from warehouse.single_sign_on.errors import AssertionInvalid, SignOnError
from warehouse.single_sign_on.explanations import explain
from warehouse.single_sign_on.proofs import drop_proof, keep_proof, proof_of
from warehouse.single_sign_on.providers import Assertion, provider_of_members
from warehouse.single_sign_on.relying_party import MembersRelyingParty
from warehouse.single_sign_on.services import MembershipService

_OPTIONS: dict[str, Any] = {
    "context": OrganizationResource,
    "permission": Permission.ORGANIZATION_VISIT,
    "uses_session": True,
}


class MembershipView:
    """The base of views about signing in by the provider of an organization.

    One that nobody has tried yet is only there for owners.
    """

    def __init__(self, context: OrganizationResource, request: Request) -> None:
        self.request, self.organization = request, context.organization
        self.name = context.organization.normalized_name
        self.key, self.user_id = context.organization.id, request.identity.user.id
        self.is_in_charge = bool(request.has_permission(Permission.ORGANIZATION_RECOVER))
        found = provider_of(request.db, context.organization)
        if found is None or not (found.is_on or self.is_in_charge):
            raise HTTPNotFound(_("The organization has no identity provider."))
        self.provider = provider_of_members(found)

    def back(self, *sentences: str) -> Response:
        """Lead to the page about it, which says what was wrong."""
        for sentence in sentences:
            self.request.session.flash(sentence)
        return HTTPSeeOther(self.request.route_path(SIGN_ON, name=self.name))

    def target(self, said: str | None) -> str:
        """Return where to go after it."""
        default = self.request.route_path(SIGN_ON, name=self.name)
        return safe_target(said, host=self.request.host, default=default)


@view_config(route_name="login.membership", **_OPTIONS)
class LeavingView(MembershipView):
    """The link that leads to the provider."""

    def __call__(self) -> Response:
        """Send the browser there; `next` is where it goes after."""
        request, target = self.request, self.target(self.request.GET.get("next"))
        ceremony = begin(request, self.organization, self.provider, target)
        # The provider may take seconds to answer.
        release_connection(request)
        try:
            return HTTPSeeOther(request.registry[MembersRelyingParty].address(ceremony))
        except SignOnError as error:
            request.log.info("membership_unavailable", problem=str(error))
            why = [str(error)] if self.is_in_charge else []
            return self.back(*explain(error, self.provider.label), *why)


@view_config(route_name="login.membership.return", **_OPTIONS)
class ReturnView(MembershipView):
    """Where the provider sends members back to."""

    def __call__(self) -> Response:
        """Note that the member was there, or ask whether that is them."""
        request, label = self.request, self.provider.label
        try:
            visit = resume(request, self.organization, self.provider)
        except LinkExpired:
            return self.back(_("The sign-in took too long. Begin again."))
        except LinkBroken:
            error: Exception = AssertionInvalid("it was not begun here")
            return self.back(*explain(error, label))
        try:
            with request.service(LoginService).counting(request.actor):
                return self._go_on(visit, self._asserted(visit))
        except LoginFailed as error:
            return self.back(*explain_login(error))
        except SignOnError as error:
            request.log.info("membership_refused", reason=type(error).__name__)
            return self.back(*explain(error, label))

    def _asserted(self, visit: Visit) -> Assertion:
        release_connection(self.request)
        party: MembersRelyingParty = self.request.registry[MembersRelyingParty]
        return party.assertion(visit.ceremony, self.request.GET)

    def _go_on(self, visit: Visit, said: Assertion) -> Response:
        db, service = self.request.db, self.request.service(MembershipService)
        organization = queries.organization_by_id(db, self.key)
        user = accounts.user_by_id(db, UUID(str(self.user_id)))
        if organization is None or user is None:
            raise HTTPNotFound(_("The organization has no identity provider."))
        if service.renew(organization, user, said):
            return HTTPSeeOther(visit.target)
        keep_proof(self.request.session, said, visit.target, by=str(self.key))
        path = self.request.route_path("login.membership.confirm", name=self.name)
        return HTTPSeeOther(path)


@view_defaults(
    route_name="login.membership.confirm", renderer="login/membership.html", **_OPTIONS
)
class ConfirmViews(MembershipView):
    """The page that asks a member whether they are whom the provider says.

    The browser may be signed in there as somebody else, or have been sent by somebody.
    """

    def __init__(self, context: OrganizationResource, request: Request) -> None:
        super().__init__(context, request)
        issuers = {self.provider.issuer}
        self.proof = proof_of(request.session, issuers, by=str(self.key))

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Show whose identity it is."""
        if self.proof is None:
            return self._over()
        return {
            "organization": self.organization,
            "provider": self.provider,
            "identity": self.proof.said.label,
            "user": self.request.identity.user,
            "back": self.request.route_path(SIGN_ON, name=self.name),
            "csrf_token": self.request.session.get_csrf_token(),
        }

    @view_config(request_method="POST", methods=("POST",))
    def confirm(self) -> Response:
        """Note it; the first owner who does so switches the provider on."""
        if self.proof is None:
            return self._over()
        drop_proof(self.request.session)
        try:
            self.request.service(MembershipService).identify(
                self.organization,
                self.request.identity.user,
                self.proof.said,
                switches_on=self.is_in_charge,
                actor=self.request.actor,
            )
        except OrganizationError as error:
            return self.back(explain_organization(error))
        values = {"identity": self.proof.said.label, "provider": self.provider.label}
        said = _("${provider} knows you as ${identity}.", mapping=values)
        self.request.session.flash(said)
        return HTTPSeeOther(self.proof.target)

    def _over(self) -> Response:
        return self.back(_("That took too long. Begin again."))
