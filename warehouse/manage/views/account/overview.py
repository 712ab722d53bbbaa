"""The overview of one's own account."""

from datetime import UTC, datetime
from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.accounts.models import User
from warehouse.accounts.services.terms import TermsService
from warehouse.i18n import Message, _
from warehouse.macaroons import queries as macaroons
from warehouse.manage.views.account.base import AccountView
from warehouse.manage.views.account.tokens import SOON
from warehouse.manage.views.account.two_factor import SECTION
from warehouse.packaging import queries as packaging
from warehouse.security import Permission


@view_defaults(
    route_name="manage.account",
    renderer="manage/account/overview.html",
    permission=Permission.ACCOUNT_SECURE,
    uses_session=True,
)
class OverviewView(AccountView):
    """The page about how one's own account is."""

    section = "manage.account"

    @view_config()
    def show(self) -> dict[str, Any]:
        """Show projects, and how safe the account is."""
        now = datetime.now(UTC)
        tokens = macaroons.macaroons_of(self.request.db, self.user)
        return self.page(
            ladder=ladder_of(self.user, is_guarded=self.request.identity.has_two_factors),
            projects=packaging.projects_of(self.request.db, self.user.id),
            has_agreed=self.request.service(TermsService).has_agreed(self.user),
            tokens=tokens,
            ending=sum(each.ends_within(SOON, now) for each in tokens),
        )


Rung = tuple[Message, bool, str, Message]


def ladder_of(user: User, *, is_guarded: bool) -> list[Rung]:
    """Return the steps to a safe account: name, whether it is done, and where it is.

    Whoever vouches for the person may have seen two factors (`is_guarded`): then none of
    ours is missing.
    """
    has_passkey = any(key.is_passkey for key in user.security_keys)
    return [
        (
            _("Your e-mail address is verified"),
            user.has_verified_primary_email,
            "manage.unverified",
            _("Verify it"),
        ),
        *_rungs_of_factors(user, is_guarded=is_guarded),
        (
            _("A passkey signs you in without a password"),
            has_passkey,
            "manage.account.keys",
            _("Add a passkey"),
        ),
    ]


def _rungs_of_factors(user: User, *, is_guarded: bool) -> list[Rung]:
    if is_guarded and not user.has_second_factor:
        done = _("Whoever vouches for you asked for two factors")
        return [(done, True, SECTION, _("Add an app"))]
    codes = "manage.account.recovery." + ("burn" if user.recovery_codes else "generate")
    return [
        (
            _("Recovery codes are kept"),
            user.has_burned_code and user.codes_left > 0,
            SECTION if user.has_burned_code else codes,
            _("Keep recovery codes"),
        ),
        (
            _("An app or a key is the second factor"),
            user.has_second_factor,
            "manage.account.totp",
            _("Add an app"),
        ),
    ]
