"""The API tokens of one's own account."""

from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import LoginFailed, TooManyAttempts
from warehouse.accounts.services.logins import LoginService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.macaroons import queries as macaroons
from warehouse.macaroons.errors import DescriptionTaken
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import TokenService
from warehouse.manage.forms import PROJECT, WHOLE_ACCOUNT, NewTokenForm, RevokeTokenForm
from warehouse.manage.views.account.base import AccountView
from warehouse.packaging import queries as packaging
from warehouse.packaging.models import Project
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account.token",
    renderer="manage/account/tokens.html",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
)
class TokenViews(AccountView):
    """Making tokens and ending them."""

    section = "manage.account.token"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.projects = packaging.projects_of(request.db, self.user.id)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return what the template shows."""
        form = values.pop("form", None) or NewTokenForm()
        form.token_scope.choices = self._scopes()
        tokens = macaroons.macaroons_of(self.request.db, self.user)
        shown = {
            "tokens": tokens,
            "form": form,
            "new_token": None,
            "upload_url": self.request.route_url("forklift.upload"),
        }
        return super().page(**{**shown, **values})

    def _scopes(self) -> list[tuple[str, str]]:
        each = [
            (
                f"{PROJECT}{p.normalized_name}",
                _("Project ${name}", mapping={"name": p.name}),
            )
            for p in self.projects
        ]
        return [(WHOLE_ACCOUNT, _("All my projects, and new ones")), *each]

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Show the page of the account."""
        return self.page()

    @view_config(request_method="POST", methods=("POST",), request_param="macaroon_id")
    def revoke(self) -> dict[str, Any] | Response:
        """Revoke one of one's own tokens."""
        form = RevokeTokenForm(self.request.POST)
        macaroon = self._own_token(form.macaroon_id.data or "")
        if macaroon is None:
            return self.page(problem=_("That token does not exist any more."))
        if not form.validate() or not self._is_password(form.confirm_password.data or ""):
            problem = _("The password is not right. The token still works.")
            return self.page(problem=problem)
        self.request.service(TokenService).revoke(macaroon, actor=self.request.actor)
        revoked = {"token": macaroon.description}
        self.request.session.flash(_("The token ${token} is revoked.", mapping=revoked))
        return HTTPSeeOther(self.request.route_path("manage.account.token"))

    @view_config(request_method="POST", methods=("POST",))
    def create(self) -> dict[str, Any]:
        """Create a token and show it, this once."""
        form = NewTokenForm(self.request.POST)
        chosen = self._chosen_projects(form.token_scope.data)
        if chosen is None:
            form.token_scope.errors = [_("Choose what the token is good for.")]
        if not form.validate() or chosen is None:
            return self.page(form=form)
        if not self.user.has_verified_primary_email:
            problem = _("Verify your primary e-mail address first.")
            return self.page(form=form, problem=problem)
        try:
            text, _token = self.request.service(TokenService).mint(
                self.user,
                description=form.description.data or "",
                projects=chosen,
                lifetime=form.expires_in,
                location=self.request.host,
                actor=self.request.actor,
            )
        except DescriptionTaken:
            form.description.errors = [_("You have a token with this description already.")]
            return self.page(form=form)
        return self.page(new_token=text)

    def _chosen_projects(self, scope: str | None) -> list[Project] | None:
        """Return the projects of a scope, none for all; None if it is no scope."""
        if scope == WHOLE_ACCOUNT:
            return []
        name = (scope or "").removeprefix(PROJECT)
        found = [each for each in self.projects if each.normalized_name == name]
        return found or None

    def _own_token(self, key: str) -> Macaroon | None:
        try:
            found = macaroons.macaroon_by_id(self.request.db, UUID(key))
        except ValueError:
            return None
        return found if found is not None and found.user_id == self.user.id else None

    def _is_password(self, password: str) -> bool:
        logins = self.request.service(LoginService)
        try:
            logins.check_password(self.user.username, password, actor=self.request.actor)
        except TooManyAttempts:
            self.request.session.flash(_("Too many wrong passwords. Try again later."))
            return False
        except LoginFailed:
            return False
        return True
