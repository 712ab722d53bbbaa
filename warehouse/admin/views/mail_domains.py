"""Mail domains whose addresses are kept from accounts."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from warehouse.accounts.models import ProhibitedEmailDomain
from warehouse.accounts.services.prohibitions import MailDomainService
from warehouse.admin.views.actions import Action, ActionForm, action
from warehouse.events.staff import State
from warehouse.security import Permission


class DomainForm(ActionForm):
    """A domain, and whether it is that of a mail server."""

    email_domain = StringField("Domain", validators=[InputRequired("Write a domain.")])
    is_mx_record = BooleanField("It is the domain of mail servers, whatever they serve")
    comment = StringField("Comment, for the list", validators=[Length(max=300)])


class DomainAction(Action):
    """The base of actions on mail domains."""

    section = "admin.prohibited_email_domains"

    @property
    def back(self) -> str:
        """Return the list."""
        return self.list_path

    @property
    def domains(self) -> MailDomainService:
        """Return the service that changes them."""
        return self.request.service(MailDomainService)


@action("admin.prohibited_email_domains.add", Permission.ADMIN_DOMAINS_WRITE)
class ProhibitDomain(DomainAction):
    """Keep addresses of a domain from accounts."""

    name, title, form_class = "email_domain.prohibit", "Prohibit a domain", DomainForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the domain that was written, if one was."""
        domain = self.request.POST.get("email_domain", "").strip().lower()[:300]
        return "email-domain", domain, domain

    def effects(self) -> list[str]:
        """Say whom it concerns."""
        return [
            "Nobody can register with an address of the domain or one below it, or add "
            "such an address. Accounts that have one keep it.",
            "Domains of providers that everybody uses cannot be prohibited.",
        ]

    def state(self) -> State:
        """Return whether it is prohibited."""
        return {"is_prohibited": self.domains.find(self.subject[2]) is not None}

    def act(self, form: Any) -> str:
        """Prohibit it."""
        row = self.domains.prohibit(
            form.email_domain.data,
            comment=form.comment.data or form.reason.data,
            is_mx_record=form.is_mx_record.data,
            actor=self.request.actor,
        )
        return f"{row.domain} is prohibited."


@action("admin.prohibited_email_domains.remove", Permission.ADMIN_DOMAINS_WRITE)
class AllowDomain(DomainAction):
    """Let people use addresses of a domain again."""

    name, title = "email_domain.allow", "Allow"

    @property
    def row(self) -> ProhibitedEmailDomain:
        """Return the row of the domain; raises `HTTPNotFound`."""
        found = self.domains.find(self.request.matchdict["domain"])
        if found is None:
            raise HTTPNotFound("This domain is not prohibited.")
        return found

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the domain."""
        domain = str(self.row.domain)
        return "email-domain", domain, domain

    def effects(self) -> list[str]:
        """Say why it is prohibited."""
        return [f"It is prohibited because: {self.row.comment or 'nobody said why'}."]

    def state(self) -> State:
        """Return why it is prohibited."""
        return {"is_prohibited": True, "comment": self.row.comment}

    def act(self, form: Any) -> str:
        """Allow it."""
        domain = self.row.domain
        self.domains.allow(domain)
        self.is_gone = True
        return f"{domain} is allowed again."
