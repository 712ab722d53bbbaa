"""What the pages of one's own account share."""

from typing import Any

from warehouse.accounts.errors import AccountError
from warehouse.accounts.explanations import explain
from warehouse.accounts.models import Email, User
from warehouse.accounts.services.addresses import AddressService
from warehouse.http import Request
from warehouse.http.frames import frame
from warehouse.i18n import _
from warehouse.single_sign_on.services import IdentityService


class AccountView:
    """The base of views of one's own account, which are all in one frame."""

    section: str
    """The route of the section that is marked in the frame."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.user: User = request.identity.user

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of a template in the frame of accounts."""
        return {
            **frame(self.request),
            "user": self.user,
            "section": self.section,
            "has_password": self.request.service(IdentityService).types_password(self.user),
            **values,
        }

    def flash(self, *sentences: str) -> None:
        """Have the next page say these sentences."""
        for sentence in sentences:
            self.request.session.flash(sentence)

    def ask_for_proof(self, email: Email) -> None:
        """Send a link to one of one's own addresses, and have the next page say so."""
        addresses = self.request.service(AddressService)
        try:
            addresses.ask_for_proof(email, actor=self.request.actor)
        except AccountError as error:
            return self.flash(*explain(error))
        self.flash(_("A link was sent to ${address}.", mapping={"address": email.email}))
