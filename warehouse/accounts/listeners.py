"""Mail about accounts, sent when something has happened to one."""

from warehouse.accounts.emails import VerifyEmail
from warehouse.accounts.models import User
from warehouse.accounts.services.addresses import VERIFYING_LASTS, AddressService
from warehouse.accounts.signals import VerificationDue
from warehouse.email import Outbox, Recipient
from warehouse.http import Request
from warehouse.signals import on

VERIFY_EMAIL = "login.verify_email"
"""The route of the page that a link in a message leads to."""


@on(VerificationDue)
def ask_for_proof(signal: VerificationDue, request: Request) -> None:
    """Send a link to the address that is to be verified."""
    link = request.service(AddressService).verification_link(signal.email)
    mail = VerifyEmail(
        username=signal.user.username,
        address=signal.email.email,
        link=request.route_url(VERIFY_EMAIL, _query={"token": link}),
        hours=round(VERIFYING_LASTS.total_seconds() / 3600),
    )
    to = _recipient(signal.user, signal.email.email, request)
    request.service(Outbox).send(mail, to=to)


def _recipient(user: User, address: str, request: Request) -> Recipient:
    return Recipient(address, user.name, user.id, request.locale)
