"""Invitations to register, for an index that is not open to everybody."""

from datetime import timedelta

from warehouse.accounts.addresses import AddressRules
from warehouse.accounts.links import read_link
from warehouse.accounts.signals import UserInvited
from warehouse.security import LinkSigner
from warehouse.signals import Announce

INVITATION_LASTS = timedelta(days=7)

_INVITATION = "invitation"
_ACTION = "register"


class InvitationService:
    """Writes invitations, and reads them."""

    def __init__(self, announce: Announce, links: LinkSigner, rules: AddressRules) -> None:
        self.announce, self.links, self.rules = announce, links, rules

    def invite(self, text: str) -> str:
        """Have an invitation sent to an address, and return it.

        Raises `EmailInvalid`, `EmailDomainProhibited` or `EmailUnavailable`.
        """
        address = self.rules.check(text)
        self.rules.check_is_free(address)
        invitation = self.links.sign(_INVITATION, action=_ACTION, address=address)
        self.announce(UserInvited(address, invitation))
        return invitation

    def address_of(self, invitation: str) -> str:
        """Return who was invited; raises `LinkInvalid` or `LinkTooOld`.

        An invitation ends when its address belongs to an account.
        """
        values = read_link(self.links, _INVITATION, invitation, lasts=INVITATION_LASTS)
        return values["address"]
