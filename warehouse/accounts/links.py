"""Reading the links that messages about accounts have."""

from datetime import timedelta

from warehouse.accounts.errors import LinkInvalid, LinkTooOld
from warehouse.security import LinkBroken, LinkExpired, LinkSigner


def read_link(
    signer: LinkSigner, kind: str, text: str, *, lasts: timedelta
) -> dict[str, str]:
    """Return the values of a link; raises `LinkInvalid` or `LinkTooOld`."""
    try:
        return signer.read(kind, text, lasts=lasts)
    except LinkExpired as error:
        raise LinkTooOld from error
    except LinkBroken as error:
        raise LinkInvalid from error
