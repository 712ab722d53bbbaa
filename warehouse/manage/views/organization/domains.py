"""The domains of an organization: adding, proving and giving up."""

from functools import partial
from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length

from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
)
from warehouse.organizations import domain_queries as queries
from warehouse.organizations.errors import OrganizationError
from warehouse.organizations.explanations import explain
from warehouse.organizations.models import OrganizationDomain
from warehouse.organizations.proofs import FILE, RECORD
from warehouse.organizations.resources import OrganizationResource
from warehouse.organizations.services import DomainService
from warehouse.security import Permission

_DOMAINS = "manage.organization.domains"


class DomainBase(OrganizationView):
    """The base of views about domains."""

    section = _DOMAINS

    @property
    def service(self) -> DomainService:
        """Return the service that changes domains."""
        return self.request.service(DomainService)

    def domain(self) -> OrganizationDomain:
        """Return what the address names of this organization; raises `HTTPNotFound`."""
        find = partial(queries.domain_of, self.request.db, self.organization)
        return found_by_key(self.request, find, _("There is no such domain."))


@view_defaults(
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_WRITE,
    uses_session=True,
    requires_reauth=True,
)
class DomainsView(DomainBase):
    """The list of domains, and looking for their proofs."""

    @view_config(
        route_name=_DOMAINS,
        renderer="manage/organization/domains.html",
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """List them, each with its state and what proves it."""
        found = queries.domains_of(self.request.db, self.organization)
        return self.page(domains=found, record=RECORD, file=FILE)

    @view_config(route_name=f"{_DOMAINS}.verify", request_method="POST", methods=("POST",))
    def verify(self) -> Response:
        """Look for the proof of one, and say what came of it."""
        domain = self.domain()
        said: str = _("${domain} is verified.", mapping={"domain": domain.domain})
        try:
            self.service.verify(domain, actor=self.request.actor)
        except OrganizationError as error:
            # When it was asked is kept, so that nobody asks again and again.
            said = explain(error)
        self.request.session.flash(said)
        return HTTPSeeOther(self.path(_DOMAINS))


class DomainForm(Form):
    """The name of a domain."""

    domain = StringField(
        validators=[
            InputRequired(_("Type a domain.")),
            Length(max=253, message=_("Use at most 253 characters.")),
            ONE_LINE,
        ],
        filters=[trimmed],
    )


@organization_action(f"{_DOMAINS}.new")
class AddDomain(DomainBase, OrganizationAction):
    """Add a domain."""

    form_class = DomainForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Add a domain")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the field."""
        return {"domain": _("Domain, as in example.org")}

    def effects(self) -> list[str]:
        """Say what comes next."""
        return [
            _("You are told then what to put into DNS, or onto its web site."),
            _("Once it was found there, the page of the organization shows the domain."),
        ]

    def act(self, form: Any) -> Message:
        """Add it."""
        name, actor = form.domain.data, self.request.actor
        domain = self.service.add(self.organization, name, actor=actor)
        return _("${domain} is added, and is to be proved.").with_values(
            domain=domain.domain
        )


@organization_action(f"{_DOMAINS}.remove")
class RemoveDomain(DomainBase, OrganizationAction):
    """Give a domain up."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        name = {"domain": self.domain().domain}
        return _("Give ${domain} up", mapping=name)

    def effects(self) -> list[str]:
        """Say what ends."""
        return [_("The page of the organization does not show it any more.")]

    def act(self, form: Any) -> Message:
        """Remove it."""
        domain = self.domain()
        name = {"domain": domain.domain}
        self.service.remove(domain, actor=self.request.actor)
        return _("${domain} is given up.", mapping=name)
