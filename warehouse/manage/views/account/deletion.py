"""Deleting one's own account."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import AccountNeeded, LastAdministrator
from warehouse.accounts.explanations import explain
from warehouse.accounts.policy import sign_out
from warehouse.accounts.services.deletion import DeletionService
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.macaroons import queries as macaroons
from warehouse.manage.forms import DeleteAccountForm
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.confirmation import problem_of_password
from warehouse.organizations import queries as organizations
from warehouse.packaging import queries as packaging
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account.delete",
    renderer="manage/account/delete.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=True,
)
class DeletionViews(AccountView):
    """The page on which people delete their account."""

    section = "manage.account.data"

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self.form = DeleteAccountForm(request.POST)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return what is lost, or what is to be done before."""
        db, key = self.request.db, self.user.id
        return super().page(
            form=self.form,
            projects=packaging.projects_of(db, key),
            tokens=macaroons.macaroons_of(db, self.user),
            owned=packaging.projects_owned_alone(db, key),
            organizations=organizations.organizations_owned_alone(db, key),
            **values,
        )

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any]:
        """Say what will happen, or why it cannot."""
        return self.page()

    @view_config(request_method="POST", methods=("POST",))
    def delete(self) -> dict[str, Any] | Response:
        """Delete the account of whoever typed its name and knows the password."""
        if not self.form.validate():
            return self.page()
        if (self.form.username.data or "").lower() != self.user.username.lower():
            said = {"typed": self.form.username.data, "name": self.user.username}
            self.form.username.errors = [
                _("You typed “${typed}”, and your username is “${name}”.", mapping=said)
            ]
            return self.page()
        problem = problem_of_password(self.request, self.form.confirm_password.data or "")
        if problem is not None:
            self.form.confirm_password.errors = [problem]
            return self.page()
        actor, name = self.request.actor, self.user.username
        try:
            self.request.service(DeletionService).delete(self.user, actor=actor)
        except AccountNeeded:
            return self.page(problem=_("Others depend on your account. It is not deleted."))
        except LastAdministrator as error:
            return self.page(problem=" ".join(explain(error)))
        sign_out(self.request)
        told = {"name": name}
        self.request.session.flash(_("The account ${name} is deleted.", mapping=told))
        return HTTPSeeOther("/")
