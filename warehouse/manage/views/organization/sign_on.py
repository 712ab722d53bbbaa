"""The identity provider of an organization, by which its members sign in."""

from typing import Any

from pyramid.view import view_config
from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length, Optional

from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.i18n import Message, _
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
)
from warehouse.organizations import provider_queries as queries
from warehouse.organizations.errors import ProvidersOff
from warehouse.organizations.resources import OrganizationResource
from warehouse.organizations.rules import SIGN_ON
from warehouse.organizations.services import ProviderService
from warehouse.security import Permission
from warehouse.single_sign_on.providers import provider_of_members

_LONGEST = Length(max=2000, message=_("Use at most 2000 characters."))


@view_config(
    route_name=SIGN_ON,
    renderer="manage/organization/sign_on.html",
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_VISIT,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class SignOnView(OrganizationView):
    """The page from which members sign in by the provider."""

    section = SIGN_ON

    def __call__(self) -> dict[str, Any]:
        """Show the provider, and as whom it knows the member."""
        db, organization = self.request.db, self.organization
        found = queries.provider_of(db, organization)
        return self.page(
            provider=None if found is None else provider_of_members(found),
            is_on=found is not None and found.is_on,
            identity=queries.identity_in(db, organization, self.user.id),
            may_recover=self.request.has_permission(Permission.ORGANIZATION_RECOVER),
            may_set_up=self.request.settings.accounts.organization_providers,
            return_url=return_url_of(self),
            leave=self.path("login.membership"),
            next=self.request.GET.get("next"),
        )


def return_url_of(view: OrganizationView) -> str:
    """Return the address to which the provider has to send members back."""
    key = view.organization.id
    return str(view.request.route_url("login.membership.return", key=key))


class ProviderAction(OrganizationAction):
    """The base of actions on the provider, which owners have whatever it says."""

    section = SIGN_ON

    @property
    def service(self) -> ProviderService:
        """Return the service that changes providers."""
        return self.request.service(ProviderService)


class ProviderForm(Form):
    """A provider, and the client that the organization registered there."""

    issuer = StringField(
        validators=[InputRequired(_("Type an address.")), _LONGEST, ONE_LINE],
        filters=[trimmed],
    )
    client = StringField(
        validators=[InputRequired(_("Type the id.")), _LONGEST, ONE_LINE], filters=[trimmed]
    )
    client_secret = PasswordField(
        validators=[InputRequired(_("Type the secret.")), _LONGEST, ONE_LINE],
        filters=[trimmed],
    )
    groups = StringField(validators=[Optional(), _LONGEST, ONE_LINE], filters=[trimmed])


@organization_action(f"{SIGN_ON}.new", permission=Permission.ORGANIZATION_RECOVER)
class SetProviderUp(ProviderAction):
    """Set a provider up."""

    form_class = ProviderForm

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Set an identity provider up")

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of the fields."""
        return {
            "issuer": _("Its address, as it names itself (issuer)"),
            "client": _("Client id"),
            "client_secret": _("Client secret; it is not shown again"),
            "groups": _("Claim with the groups of a person, as in groups; may be empty"),
        }

    def effects(self) -> list[str]:
        """Say what is to be registered there, and what comes next."""
        values = {"url": return_url_of(self)}
        return [
            _("Register a client there with this address to return to: ${url}").with_values(
                **values
            ),
            _("Then you sign in by it yourself; that switches it on for the members."),
        ]

    def act(self, form: Any) -> Message:
        """Set it up, where the index lets organizations have one."""
        if not self.request.settings.accounts.organization_providers:
            raise ProvidersOff
        self.service.set_up(
            self.organization,
            issuer=form.issuer.data,
            client=form.client.data,
            secret=form.client_secret.data,
            groups=form.groups.data or None,
            actor=self.request.actor,
        )
        return _("The identity provider is set up. Try it now.")


@organization_action(f"{SIGN_ON}.remove", permission=Permission.ORGANIZATION_RECOVER)
class RemoveProvider(ProviderAction):
    """Remove the provider."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Remove the identity provider")

    def effects(self) -> list[str]:
        """Say what ends."""
        return [
            _("Nobody signs in by it any more, and no rule asks for it."),
            _("As whom it knows members is forgotten; teams stay as they are."),
        ]

    def act(self, form: Any) -> Message:
        """Remove it."""
        self.service.remove(self.organization, actor=self.request.actor)
        return _("The identity provider is removed.")
