"""Unlinking what intruders may have linked, and writing to people about it."""

from warehouse.accounts.mailing import write_to
from warehouse.accounts.signals import AccountTakenBack, PasswordResetByStaff
from warehouse.http import Request
from warehouse.signals import on
from warehouse.single_sign_on.emails import IdentityLinkedMail, IdentityUnlinkedMail
from warehouse.single_sign_on.services import IdentityService
from warehouse.single_sign_on.signals import IdentityLinked, IdentityUnlinked


@on(AccountTakenBack, PasswordResetByStaff)
def unlink_after_taking_back(
    signal: AccountTakenBack | PasswordResetByStaff, request: Request
) -> None:
    """Unlink all identities of an account that somebody else may have had."""
    request.service(IdentityService).unlink_all(signal.user, actor=signal.actor)


@on(IdentityLinked)
def tell_of_linked(signal: IdentityLinked, request: Request) -> None:
    """Write that an identity opens the account."""
    mail = IdentityLinkedMail(signal.user.username, signal.issuer, signal.label)
    write_to(request, signal.user, mail)


@on(IdentityUnlinked)
def tell_of_unlinked(signal: IdentityUnlinked, request: Request) -> None:
    """Write that an identity opens the account no more."""
    mail = IdentityUnlinkedMail(signal.user.username, signal.issuer, signal.label)
    write_to(request, signal.user, mail)
