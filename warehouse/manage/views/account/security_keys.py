"""Adding security keys and passkeys, and removing them."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import KeyRefused, KeyTaken, LabelTaken, LastFactor
from warehouse.accounts.forms import SecurityKeyForm
from warehouse.accounts.policy import keep_session
from warehouse.accounts.services.security_keys import SecurityKeyService, adding
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.prerequisites import missing_step
from warehouse.manage.views.account.two_factor import SECTION
from warehouse.security import Permission


@view_defaults(
    permission=Permission.ACCOUNT_SECURE, uses_session=True, requires_reauth=True
)
class SecurityKeyViews(AccountView):
    """The page that adds a key, and what its script asks for."""

    section = SECTION

    @view_config(
        route_name="manage.account.keys", renderer="manage/account/security_key.html"
    )
    def show(self) -> dict[str, Any] | Response:
        """Ask for the name and the kind of the key."""
        step = missing_step(self.request, self.user)
        return step or self.page(form=SecurityKeyForm())

    @view_config(route_name="manage.account.keys.options", renderer="json")
    def options(self) -> dict[str, Any]:
        """Return what to ask the browser for."""
        ceremonies = self.request.service(SecurityKeyService).ceremonies
        is_passkey = self.request.GET.get("kind") == "passkey"
        return ceremonies.options_to_add(
            self.user, purpose=adding(is_passkey), is_passkey=is_passkey
        )

    @view_config(
        route_name="manage.account.keys.validate",
        renderer="json",
        request_method="POST",
        methods=("POST",),
    )
    def validate(self) -> dict[str, Any]:
        """Add the key that the browser made."""
        form = SecurityKeyForm(self.request.POST)
        problem = self._problem(form)
        if problem is not None:
            self.request.response.status_code = 400
            return {"fail": {"errors": [str(problem)]}}
        added = _("The key ${label} is added.", mapping={"label": form.label.data})
        self.request.session.flash(added)
        return {"success": str(added), "redirect_to": self.request.route_path(SECTION)}

    @view_config(
        route_name="manage.account.keys.delete", request_method="POST", methods=("POST",)
    )
    def delete(self) -> Response:
        """Remove the key whose name was typed."""
        label = self.request.POST.get("label", "")
        self.request.session.flash(self._removed(label))
        return HTTPSeeOther(self.request.route_path(SECTION))

    def _problem(self, form: SecurityKeyForm) -> str | None:
        """Return why the key was not added, or None if it was."""
        if not self.user.has_burned_code:
            return _("Make recovery codes before you add a second factor.")
        if not form.validate():
            return str(form.label.errors[0])
        try:
            self.request.service(SecurityKeyService).add(
                self.user,
                form.label.data or "",
                form.credential.data or "",
                is_passkey=form.kind.data == "passkey",
                actor=self.request.actor,
            )
        except LabelTaken as error:
            return _(
                "You have a key named “${name}” already.", mapping={"name": error.label}
            )
        except KeyTaken:
            return _("This key belongs to an account already.")
        except KeyRefused:
            return _("The browser's answer could not be used. Please try again.")
        return None

    def _removed(self, label: str) -> str:
        """Remove the key with this label, and return what became of that."""
        key = next((each for each in self.user.security_keys if each.label == label), None)
        if key is None:
            return _("You have no key named “${name}”.", mapping={"name": label[:64]})
        if self.request.POST.get("confirm_device_name", "").strip() != label:
            return _("The name does not match. The key was not removed.")
        try:
            self.request.service(SecurityKeyService).remove(key, actor=self.request.actor)
        except LastFactor:
            return _("Add another second factor before you remove the only one.")
        keep_session(self.request)
        return _("The key ${label} is removed.", mapping={"label": label})
