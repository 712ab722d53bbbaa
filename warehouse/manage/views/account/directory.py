"""Linking one's account with who one is in the directory of the index."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from warehouse.accounts import queries as accounts
from warehouse.accounts.errors import LoginFailed, UserUnknown
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.services.logins import LoginService
from warehouse.http import Request
from warehouse.http.transactions import release_connection
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.two_factor import SECTION
from warehouse.security import Permission
from warehouse.single_sign_on.errors import SignOnError
from warehouse.single_sign_on.explanations import explain
from warehouse.single_sign_on.services import Asked, DirectoryService, IdentityService

_ROUTE = "manage.account.directory"


class DirectoryForm(Form):
    """A name and a password that the directory knows."""

    username = StringField(validators=[InputRequired(_("Type a name.")), Length(max=255)])
    password = PasswordField(
        validators=[InputRequired(_("Enter your password.")), Length(max=4096)]
    )


@view_defaults(
    route_name=_ROUTE,
    renderer="manage/account/directory.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class DirectoryViews(AccountView):
    """The page that asks for the password of the directory.

    It is for whoever had an account before the index had a directory, or has another name
    in it.
    """

    section = SECTION

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.directories = request.service(DirectoryService)
        self.label = request.settings.directory.name
        if not self.directories.may_link(self.user):
            raise HTTPNotFound(_("Your account cannot be linked with a directory."))

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Ask for name and password."""
        return self._page(DirectoryForm())

    @view_config(request_method="POST", methods=("POST",))
    def link(self) -> dict[str, Any] | Response:
        """Link the account with the person whose password it is."""
        request, form = self.request, DirectoryForm(self.request.POST)
        if not form.validate():
            return self._page(form)
        asked, key = Asked((form.username.data or "").strip()), self.user.id
        logins = request.service(LoginService)
        try:
            with logins.counting(request.actor, subject=asked.counts_for):
                # The directory may take seconds to answer.
                release_connection(request)
                label = self._linked(key, asked, form.password.data or "")
        except LoginFailed as error:
            return self._back(_ROUTE, *explain_login(error))
        except SignOnError as error:
            return self._back(_ROUTE, *explain(error, self.label))
        values = {"identity": label, "provider": self.label}
        linked = _("You can sign in as ${identity} by ${provider} now.", mapping=values)
        return self._back(SECTION, linked)

    def _linked(self, key: UUID, asked: Asked, password: str) -> str:
        """Link whose password it is, and return how people recognise them."""
        said = self.directories.assertion(asked, password)
        user = accounts.user_by_id(self.request.db, key)
        if user is None:
            raise UserUnknown(asked.username)
        # The rows of before went with the connection.
        actor = replace(self.request.actor, user=user)
        self.request.service(IdentityService).link(user, said, actor=actor)
        return said.label

    def _page(self, form: DirectoryForm) -> dict[str, Any]:
        return self.page(form=form, directory=self.label)

    def _back(self, route: str, *sentences: str) -> Response:
        self.flash(*sentences)
        return HTTPSeeOther(self.request.route_path(route))
