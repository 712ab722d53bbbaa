"""Refusing everybody who comes from a banned address, whatever their credential."""

from warehouse.events.bans import is_banned
from warehouse.http import Request
from warehouse.i18n import _
from warehouse.security import Identity, Refusal


def refuse_banned(request: Request, identity: Identity) -> Refusal | None:
    """Return a refusal if the client's address is banned."""
    if not is_banned(request.db, request.client_addr):
        return None
    reason = _(
        "Nobody can act from your network address at the moment. Please contact the "
        "administrators."
    )
    return Refusal(reason)
