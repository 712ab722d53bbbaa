"""Making recovery codes, and proving that they are kept by using one."""

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from warehouse.accounts.errors import LoginFailed, RecoveryCodesExist
from warehouse.accounts.explanations import explain_login
from warehouse.accounts.forms import RecoveryCodeForm
from warehouse.accounts.services.recovery_codes import RecoveryCodeService
from warehouse.i18n import _
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.two_factor import SECTION
from warehouse.security import Permission

SECONDS = 10
"""How old the last password may be where codes are shown."""


@view_defaults(
    renderer="manage/account/recovery_codes.html",
    request_method="GET",
    methods=("GET",),
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
    requires_reauth=SECONDS,
)
class RecoveryCodeViews(AccountView):
    """The pages that make codes and show them, this once.

    They are asked for by GET, as the contract says; the password that was entered in the
    last seconds is what guards them.
    """

    section = SECTION

    @view_config(route_name="manage.account.recovery.generate")
    def generate(self) -> dict[str, Any] | Response:
        """Make the first codes."""
        codes = self.request.service(RecoveryCodeService)
        try:
            made = codes.generate(self.user, actor=self.request.actor)
        except RecoveryCodesExist:
            self.request.session.flash(_("You have recovery codes that were not used yet."))
            return HTTPSeeOther(self.request.route_path(SECTION))
        return self.page(codes=made)

    @view_config(route_name="manage.account.recovery.regenerate")
    def regenerate(self) -> dict[str, Any]:
        """Replace all codes."""
        codes = self.request.service(RecoveryCodeService)
        return self.page(codes=codes.regenerate(self.user, actor=self.request.actor))


@view_defaults(
    route_name="manage.account.recovery.burn",
    renderer="manage/account/burn_code.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
)
class BurnViews(AccountView):
    """The page that asks for one of the codes, which shows that they are kept."""

    section = SECTION

    @view_config(request_method=("GET", "HEAD"))
    def show(self) -> dict[str, Any] | Response:
        """Ask for a code."""
        return self._elsewhere() or self.page(form=RecoveryCodeForm())

    @view_config(request_method="POST", methods=("POST",))
    def submit(self) -> dict[str, Any] | Response:
        """Use the code up."""
        elsewhere = self._elsewhere()
        if elsewhere is not None:
            return elsewhere
        form = RecoveryCodeForm(self.request.POST)
        if not form.validate():
            return self.page(form=form)
        code = form.recovery_code_value.data or ""
        try:
            self.request.service(RecoveryCodeService).burn(
                self.user, code, actor=self.request.actor
            )
        except LoginFailed as error:
            form.recovery_code_value.errors = explain_login(error)
            return self.page(form=form)
        self.request.session.flash(_("Your recovery codes are ready to be used."))
        return HTTPSeeOther(self.request.route_path(SECTION))

    def _elsewhere(self) -> Response | None:
        """Return where to go if there is nothing to use, or if that is done."""
        if not self.user.recovery_codes:
            return HTTPSeeOther(self.request.route_path("manage.account"))
        if self.user.has_burned_code:
            return HTTPSeeOther(self.request.route_path(SECTION))
        return None
