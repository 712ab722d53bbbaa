"""The API tokens of an organization: listing, making and revoking them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.http.keys import found_by_key
from warehouse.i18n import Message, _
from warehouse.macaroons import queries
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.errors import DescriptionTaken
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import OrganizationTokenService, TokenService, TokenTerms
from warehouse.manage.token_forms import WHOLE_ACCOUNT, OrganizationTokenForm
from warehouse.manage.views.account.tokens import SOON
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
)
from warehouse.organizations.errors import OrganizationError, TokenLastsTooLong
from warehouse.organizations.explanations import explain
from warehouse.organizations.resources import OrganizationResource
from warehouse.packaging.models import Project
from warehouse.packaging.queries import projects_owned_by
from warehouse.security import Permission

_TOKENS = "manage.organization.tokens"


@view_defaults(
    context=OrganizationResource,
    permission=Permission.ORGANIZATION_WRITE,
    uses_session=True,
    requires_reauth=True,
)
class TokensView(OrganizationView):
    """The list of tokens, and the form of another one."""

    section = _TOKENS

    @view_config(
        route_name=_TOKENS,
        renderer="manage/organization/tokens.html",
        request_method=("GET", "HEAD"),
    )
    def show(self) -> dict[str, Any]:
        """List them, with who made them and how they were used."""
        now = datetime.now(UTC)
        tokens = queries.tokens_of_organization(self.request.db, self.organization.id)
        return self.page(tokens=tokens, now=now, soon=now + SOON)

    @view_config(
        route_name=f"{_TOKENS}.new",
        renderer="manage/organization/token_new.html",
        request_method=("GET", "HEAD"),
    )
    def ask(self) -> dict[str, Any]:
        """Show the form."""
        form = self._form(data={"token_scope": WHOLE_ACCOUNT})
        return self._asking(form)

    @view_config(
        route_name=f"{_TOKENS}.new",
        renderer="manage/organization/token_new.html",
        request_method="POST",
        methods=("POST",),
    )
    def create(self) -> dict[str, Any]:
        """Create a token and show it, this once."""
        form = self._form(self.request.POST)
        if not form.validate():
            return self._asking(form)
        try:
            text, macaroon = self._mint(form)
        except DescriptionTaken:
            taken = _("The organization has a token with this description already.")
            form.description.errors = [taken]
            return self._asking(form)
        except TokenLastsTooLong as error:
            form.lifetime.errors = [explain(error)]
            return self._asking(form)
        except OrganizationError as error:
            self.request.db.rollback()
            return self._asking(form, problem=explain(error))
        self.request.override_renderer = "manage/organization/token_made.html"
        return self.page(new_token=text, token=macaroon, **self._addresses(macaroon))

    def _addresses(self, macaroon: Macaroon) -> dict[str, str]:
        """Return where a token uploads, and what one that reads is good for first."""
        route_url, reached = self.request.route_url, macaroon.project_names
        example = route_url("api.v1.organization", organization=self.organization.name)
        if reached:
            example = route_url("api.v1.project", name=reached[0])
        return {"upload_url": route_url("forklift.upload"), "example_url": example}

    @cached_property
    def _owned(self) -> Sequence[Project]:
        """Return the projects that may be chosen, asked once.

        Asked again, one that was chosen might be gone, and a token for none is for all.
        """
        return projects_owned_by(self.request.db, self.organization)

    def _mint(self, form: OrganizationTokenForm) -> tuple[str, Macaroon]:
        chosen = set(form.chosen or ())
        terms = TokenTerms(
            description=form.description.data or "",
            permission=TokenPermission(form.permission.data),
            projects=[each for each in self._owned if each.normalized_name in chosen],
            lifetime=form.expires_in,
            ends_with_maker=form.ends_with_maker.data,
        )
        return self.request.service(OrganizationTokenService).mint(
            self.organization,
            terms,
            location=self.request.host,
            origin=self.request.host_url,
            actor=self.request.actor,
        )

    def _form(self, *sent: Any, **options: Any) -> OrganizationTokenForm:
        return OrganizationTokenForm(
            *sent,
            projects=[each.normalized_name for each in self._owned],
            longest_days=self._longest_days,
            **options,
        )

    @property
    def _longest_days(self) -> int:
        """Return the shorter limit, the index's or the organization's own; 0 for none."""
        own = self.organization.longest_token_days or 0
        index = self.request.settings.accounts.token_longest_days
        return min(own, index) if own and index else own or index

    def _asking(self, form: OrganizationTokenForm, **values: Any) -> dict[str, Any]:
        return self.page(form=form, projects=self._owned, **values)


@organization_action(f"{_TOKENS}.revoke")
class RevokeToken(OrganizationAction):
    """Revoke a token."""

    section = _TOKENS
    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        token = self._token().description
        return _("Revoke ${token}").with_values(token=token)

    def effects(self) -> list[str]:
        """Say what fails then."""
        return [
            _("Whatever uses it fails from then on. Files that were uploaded with it stay.")
        ]

    def act(self, form: Any) -> Message:
        """Revoke it."""
        token = self._token()
        self.request.service(TokenService).revoke(token, actor=self.request.actor)
        values = {"token": token.description}
        return _("The token ${token} is revoked.", mapping=values)

    def _token(self) -> Macaroon:
        """Return what the address names of this organization; raises `HTTPNotFound`."""
        find = partial(queries.token_of_organization, self.request.db, self.organization.id)
        return found_by_key(self.request, find, _("That token does not exist any more."))
