"""Addresses from which nobody may act."""

import ipaddress
from datetime import UTC, datetime

from sqlalchemy import cast, select
from sqlalchemy.dialects.postgresql import INET
from sqlalchemy.orm import Session

from warehouse.events.log import address_id
from warehouse.events.models import BanReason, IPAddress
from warehouse.security.addresses import network_of


def is_banned(db: Session, address: str | None) -> bool:
    """Return whether an address is banned, or one of the same customer's network."""
    network = network_of(address)
    try:
        ipaddress.ip_network(network)
    except ValueError:
        return False
    within = IPAddress.ip_address.op("<<=")(cast(network, INET))
    found = select(IPAddress.id).where(IPAddress.is_banned, within).limit(1)
    return db.scalar(found) is not None


def address_named(db: Session, address: str) -> IPAddress | None:
    """Return the row of an address, None if nothing was ever done from it."""
    return db.scalar(select(IPAddress).where(IPAddress.ip_address == address))


class BanService:
    """Bans addresses, and lets them act again."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def ban(self, address: str) -> IPAddress:
        """Refuse whatever comes from an address with a credential, from now on."""
        row = self.db.get_one(IPAddress, address_id(self.db, address))
        row.is_banned, row.ban_reason = True, BanReason.ADMINISTRATIVE
        row.ban_date = datetime.now(UTC)
        self.db.flush()
        return row

    def unban(self, row: IPAddress) -> None:
        """Let an address act again."""
        row.is_banned, row.ban_reason, row.ban_date = False, None, None
        self.db.flush()
