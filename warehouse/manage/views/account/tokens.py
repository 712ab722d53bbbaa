"""The API tokens of one's own account."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.http import Request
from warehouse.i18n import _
from warehouse.macaroons import queries as macaroons
from warehouse.macaroons.caveats import TokenPermission
from warehouse.macaroons.errors import DescriptionTaken
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import TokenService
from warehouse.manage.forms import RevokeTokenForm
from warehouse.manage.token_forms import SOME_PROJECTS, WHOLE_ACCOUNT, TokenForm
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.confirmation import problem_of_password
from warehouse.organizations.errors import TokenLastsTooLong
from warehouse.organizations.explanations import explain
from warehouse.packaging import queries as packaging
from warehouse.packaging.names import normalize
from warehouse.security import Permission

SOON = timedelta(days=7)
_MOST_FILES = 100
_REVOKED = "token-revoked"
"""The queue of a session's messages that has how to make revoked tokens again."""


class TokenView(AccountView):
    """What the pages of tokens share."""

    section = "manage.account.token"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.projects = packaging.projects_reached_by(request.db, self.user.id)
        self.now = datetime.now(UTC)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template, with those by which it describes tokens."""
        names = {each.normalized_name: each.name for each in self.projects}
        return super().page(now=self.now, soon=self.now + SOON, names=names, **values)

    def new_form(self, *arguments: Any, **options: Any) -> TokenForm:
        """Return the form of a new token for the projects of this person."""
        return TokenForm(
            *arguments,
            projects=[each.normalized_name for each in self.projects],
            longest_days=self.request.settings.accounts.token_longest_days,
            now=self.now,
            **options,
        )

    def own_token(self, key: str) -> Macaroon | None:
        """Return the token with this key, if it is one's own."""
        try:
            found = macaroons.macaroon_by_id(self.request.db, UUID(key))
        except ValueError:
            return None
        return found if found is not None and found.user_id == self.user.id else None

    def form_page(self, form: TokenForm, **values: Any) -> dict[str, Any]:
        """Return the values of the page with the form of a new token."""
        return self.page(form=form, projects=self.projects, **values)

    def detail_page(self, macaroon: Macaroon, **values: Any) -> dict[str, Any]:
        """Return the values of the page about one token."""
        db = self.request.db
        return self.page(
            token=macaroon,
            networks=macaroons.networks_of(db, macaroon),
            files=macaroons.files_uploaded_with(db, macaroon, limit=_MOST_FILES),
            **values,
        )


@view_defaults(
    route_name="manage.account.token",
    renderer="manage/account/tokens.html",
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
    requires_reauth=True,
)
class TokensViews(TokenView):
    """Listing tokens, making them and ending them."""

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """List the tokens; a project that is named leads to a new token for it."""
        selected = self.request.GET.get("selected_project")
        if selected is not None:
            query = urlencode({"selected_project": selected})
            path = self.request.route_path("manage.account.token.new")
            return HTTPSeeOther(f"{path}?{query}")
        return self.page(
            tokens=macaroons.macaroons_of(self.request.db, self.user),
            revoked=[
                (dict(parse_qsl(each))["description"], each)
                for each in self.request.session.pop_flash(_REVOKED)
            ],
        )

    @view_config(
        request_method="POST",
        methods=("POST",),
        request_param="macaroon_id",
        renderer="manage/account/token.html",
    )
    def revoke(self) -> dict[str, Any] | Response:
        """Revoke one of one's own tokens, after the password was confirmed."""
        form = RevokeTokenForm(self.request.POST)
        macaroon = self.own_token(form.macaroon_id.data or "")
        if macaroon is None:
            self.request.session.flash(_("That token does not exist any more."))
            return HTTPSeeOther(self.request.route_path("manage.account.token"))
        problem = problem_of_password(self.request, form.confirm_password.data or "")
        if problem is not None:
            return self.detail_page(macaroon, problem=problem)
        again = [("description", macaroon.description)]
        again += [("permission", macaroon.permission.value)]
        again += [("selected_project", each) for each in macaroon.project_names]
        self.request.service(TokenService).revoke(macaroon, actor=self.request.actor)
        self.request.session.flash(urlencode(again), _REVOKED)
        return HTTPSeeOther(self.request.route_path("manage.account.token"))

    @view_config(
        request_method="POST",
        methods=("POST",),
        renderer="manage/account/token_new.html",
    )
    def create(self) -> dict[str, Any]:
        """Create a token and show it, this once."""
        form = self.new_form(self.request.POST)
        if not form.validate():
            return self.form_page(form)
        chosen = set(form.chosen or ())
        try:
            text, macaroon = self.request.service(TokenService).mint(
                self.user,
                description=form.description.data or "",
                permission=TokenPermission(form.permission.data),
                projects=[each for each in self.projects if each.normalized_name in chosen],
                lifetime=form.expires_in,
                location=self.request.host,
                origin=self.request.host_url,
                actor=self.request.actor,
            )
        except DescriptionTaken:
            taken = _("You have a token with this description already.")
            form.description.errors = [taken]
            return self.form_page(form)
        except TokenLastsTooLong as error:
            form.lifetime.errors = [explain(error)]
            return self.form_page(form)
        self.request.override_renderer = "manage/account/token_made.html"
        return self.page(
            new_token=text,
            token=macaroon,
            api_url=self.request.route_url("api.v1.projects"),
            upload_url=self.request.route_url("forklift.upload"),
        )


@view_defaults(
    permission=Permission.ACCOUNT_MANAGE,
    uses_session=True,
    requires_reauth=True,
    request_method=("GET", "HEAD"),
)
class TokenPages(TokenView):
    """The page with the form of a new token, and that about one token."""

    @view_config(
        route_name="manage.account.token.new", renderer="manage/account/token_new.html"
    )
    def new(self) -> dict[str, Any]:
        """Show the form, filled in as far as the URL says how."""
        names = [normalize(each) for each in self.request.GET.getall("selected_project")]
        own = {each.normalized_name for each in self.projects}
        chosen = [each for each in names if each in own]
        form = self.new_form(
            data={
                "description": self.request.GET.get("description", "")[:100],
                "permission": self.request.GET.get("permission") or TokenPermission.PUBLISH,
                "token_scope": SOME_PROJECTS if chosen else WHOLE_ACCOUNT,
            }
        )
        form.ticked = chosen
        return self.form_page(form)

    @view_config(
        route_name="manage.account.token.one", renderer="manage/account/token.html"
    )
    def one(self) -> dict[str, Any]:
        """Show what is known about one token."""
        macaroon = self.own_token(self.request.matchdict["id"])
        if macaroon is None:
            raise HTTPNotFound(_("That token does not exist any more."))
        return self.detail_page(macaroon)
