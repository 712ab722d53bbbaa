"""What staff do with the addresses of an account."""

from typing import Any, cast

from wtforms import BooleanField, SelectField, StringField
from wtforms.validators import InputRequired

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.services.support import SupportService
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import ActionForm, action
from warehouse.admin.views.users import UserAction
from warehouse.events.staff import State
from warehouse.http.fields import BoxesField
from warehouse.security import Permission


class AddressAction(UserAction):
    """The base of actions on addresses."""

    @property
    def support(self) -> SupportService:
        """Return the service that changes addresses."""
        return self.request.service(SupportService)

    def state(self) -> State:
        """Return the addresses."""
        found = sorted(self.user.emails, key=lambda each: each.id)
        return {
            "emails": [
                {
                    "email": each.email,
                    "primary": each.primary,
                    "verified": each.verified,
                    "domain": each.domain_last_status,
                }
                for each in found
            ]
        }


@action("admin.user.emails", Permission.ADMIN_USERS_EMAIL, reauth=True)
class EditAddresses(AddressAction):
    """Say which address is the primary one, and which are verified."""

    name, title = "user.emails", "Edit addresses"

    def effects(self) -> list[str]:
        """Say who is told."""
        return [
            "The former primary address is told, with a link that undoes the change.",
            "An address that is no longer verified opens nothing, and gets no mail.",
        ]

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with what is now."""
        emails = self.user.emails
        names = [(each.email, each.email) for each in emails]
        fields = {
            "primary": SelectField("Primary address", choices=names),
            "verified": BoxesField("Verified addresses", choices=names),
        }
        now = {
            "primary": next(
                (each.email for each in self.user.emails if each.primary), None
            ),
            "verified": [each.email for each in emails if each.verified],
        }
        kind = type("EmailsForm", (ActionForm,), fields)
        return cast(ActionForm, kind(data, data=None if data is not None else now))

    def act(self, form: Any) -> str:
        """Change what differs."""
        self.support.set_addresses(
            self.user,
            primary=form.primary.data,
            verified=form.verified.data,
            actor=self.request.actor,
        )
        return f"The addresses of {self.user.username} are changed."


class AddAddressForm(ActionForm):
    """An address, and whether staff vouch for it."""

    email = StringField("Address", validators=[InputRequired("Write an address.")])
    verified = BooleanField("Staff have seen proof that the owner reads it")


@action("admin.user.add_email", Permission.ADMIN_USERS_EMAIL, reauth=True)
class AddAddress(AddressAction):
    """Add an address."""

    name, title, form_class = "user.add_email", "Add an address", AddAddressForm

    def effects(self) -> list[str]:
        """Say who is told."""
        return [
            "The other verified addresses are told.",
            "Unless staff have seen proof, its reader is asked for it by mail.",
        ]

    def act(self, form: Any) -> str:
        """Add it."""
        email = self.support.add_address(
            self.user,
            form.email.data,
            is_verified=form.verified.data,
            actor=self.request.actor,
        )
        return f"{email.email} is added."


@action("admin.user.delete_email", Permission.ADMIN_USERS_EMAIL, reauth=True)
class RemoveAddress(AddressAction):
    """Remove an address."""

    name, title, is_danger = "user.delete_email", "Remove an address", True

    def effects(self) -> list[str]:
        """Say which address stays."""
        return ["The primary address stays; make another the primary one first."]

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the addresses that can go."""
        choices = [
            (each.email, each.email) for each in self.user.emails if not each.primary
        ]
        fields = {"email": SelectField("Address", choices=choices)}
        return cast(ActionForm, type("RemoveEmailForm", (ActionForm,), fields)(data))

    def act(self, form: Any) -> str:
        """Remove it."""
        if form.email.data is None:
            raise ActionRefused("There is no address that can be removed.")
        self.support.remove_address(self.user, form.email.data, actor=self.request.actor)
        return f"{form.email.data} is removed."


@action("admin.user.email_domain_check", Permission.ADMIN_USERS_EMAIL)
class CheckDomain(AddressAction):
    """Ask DNS whether mail to an address could arrive."""

    name, title = "user.email_domain_check", "Check a domain"

    def effects(self) -> list[str]:
        """Say what is kept, and what is not changed."""
        return [
            "DNS is asked for the mail servers of the domain; the answer is kept.",
            "Whether the address is verified does not change.",
        ]

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with all addresses."""
        choices = [(each.email, each.email) for each in self.user.emails]
        fields = {"email": SelectField("Address", choices=choices)}
        return cast(ActionForm, type("CheckDomainForm", (ActionForm,), fields)(data))

    def act(self, form: Any) -> str:
        """Ask."""
        rules, address = self.request.service(AddressRules), form.email.data
        if not rules.asks_dns:
            raise ActionRefused("DNS is not asked on this index: set EMAIL_DNS.")
        status = self.support.check_domain(self.user, address, rules)
        return f"The domain of {address} is {status}."
