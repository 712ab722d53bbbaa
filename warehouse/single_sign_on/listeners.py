"""Writing to people of whom an identity was linked or unlinked."""

from warehouse.accounts.mailing import write_to
from warehouse.http import Request
from warehouse.signals import on
from warehouse.single_sign_on.emails import IdentityLinkedMail, IdentityUnlinkedMail
from warehouse.single_sign_on.signals import IdentityLinked, IdentityUnlinked


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
