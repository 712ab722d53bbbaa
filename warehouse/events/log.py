"""Write events and the addresses they came from."""

import ipaddress
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.db import Model
from warehouse.events.models import (
    Event,
    IPAddress,
    OrganizationEvent,
    ProjectEvent,
    TeamEvent,
    UserEvent,
)
from warehouse.security import Actor

UNKNOWN_ADDRESS = "192.0.2.69"
"""Stands for a client address that makes no sense (RFC 5737, TEST-NET-1)."""

_EVENTS: dict[str, type[Event]] = {
    kind.__owner__: kind for kind in (OrganizationEvent, ProjectEvent, TeamEvent, UserEvent)
}


def record(
    db: Session, subject: Model, tag: str, actor: Actor, details: dict[str, Any]
) -> None:
    """Write one event into the history of `subject`."""
    kind = _EVENTS[subject.__tablename__]
    additional = {**details, "user_agent": actor.client, "credential": actor.credential}
    if kind is UserEvent and actor.user is not None and actor.user.id != subject.id:
        additional["redact_ip"] = True
    address = actor.address
    event = kind(
        tag=tag,
        ip_address_id=None if address is None else address_id(db, address),
        additional=additional,
    )
    event.source_id = subject.id
    db.add(event)


def address_id(db: Session, address: str) -> Any:
    """Return the key of the row of an address, which is made if there is none."""
    text = known_address(address)
    adding = insert(IPAddress).values(ip_address=text).on_conflict_do_nothing()
    made = db.scalar(adding.returning(IPAddress.id))
    return made or db.scalar(select(IPAddress.id).where(IPAddress.ip_address == text))


def known_address(address: str) -> str:
    """Return an address as it is kept, or what stands for one that makes no sense."""
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return UNKNOWN_ADDRESS
