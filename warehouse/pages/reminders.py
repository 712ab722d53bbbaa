"""What a signed-in person should do about their account, the gravest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from warehouse.accounts.models import User
from warehouse.accounts.passwords import is_usable
from warehouse.i18n import Message, _

_ADDRESS = re.compile(r"/manage/unverified-account/|/manage/account/emails/")
_TERMS = re.compile(r"/account/view-terms-of-service/|/manage/account/")
_FACTORS = re.compile(
    r"/manage/account/(two-factor|recovery-codes|totp-provision|webauthn-provision)\b.*"
)


@dataclass(frozen=True)
class Reminder:
    """A sentence, and the route and the name of the page on which something is done.

    It is not shown on pages that are about it already, whose paths match `not_on`.
    """

    sentence: Message
    route: str
    action: Message
    not_on: re.Pattern[str]

    def is_wanted_on(self, path: str) -> bool:
        """Return whether the page at `path` is to show it."""
        return self.not_on.fullmatch(path) is None


def reminder_of(
    user: User, path: str, *, has_agreed: bool, is_guarded: bool = False
) -> Reminder | None:
    """Return what to remind `user` of on the page at `path`, if anything.

    One whose account somebody else guards (`is_guarded`) needs no second factor here.
    """
    due = _due(user, has_agreed=has_agreed, is_guarded=is_guarded)
    return next((each for each in due if each.is_wanted_on(path)), None)


def _due(user: User, *, has_agreed: bool, is_guarded: bool) -> Iterator[Reminder]:
    primary = user.primary_email
    if primary is None:
        yield Reminder(
            _("Your account has no primary e-mail address."),
            "manage.account.emails",
            _("Add an address"),
            _ADDRESS,
        )
    elif not primary.verified:
        sentence = _(
            "Your primary e-mail address ${address} is not verified yet.",
            mapping={"address": primary.email},
        )
        yield Reminder(sentence, "manage.unverified", _("Verify it"), _ADDRESS)
    if not has_agreed:
        yield Reminder(
            _("The terms of use have changed."), "login.terms", _("Read them"), _TERMS
        )
    if user.has_second_factor or not is_guarded:
        yield from _due_of_factors(user)


def _due_of_factors(user: User) -> Iterator[Reminder]:
    page = "manage.account.two_factor"
    if not user.has_second_factor:
        sentence = _("Whoever learns your password can sign in to your account.")
        if not is_usable(user.password):
            sentence = _("No second factor of yours guards your account here.")
        yield Reminder(sentence, page, _("Add a second factor"), _FACTORS)
    elif not user.codes_left:
        sentence = _("You have no recovery codes for the day your second factor is lost.")
        yield Reminder(sentence, page, _("Make recovery codes"), _FACTORS)
    elif not user.has_burned_code:
        sentence = _("You have not proved yet that you keep your recovery codes.")
        route = "manage.account.recovery.burn"
        yield Reminder(sentence, route, _("Enter one"), _FACTORS)
