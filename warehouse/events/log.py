"""Writing events and remembering addresses."""

import ipaddress
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.events.models import IPAddress
from warehouse.security import Actor

UNKNOWN_ADDRESS = "192.0.2.69"
"""Stands for a client address that makes no sense (RFC 5737, TEST-NET-1)."""


class Subject(Protocol):
    """A row that has an event log: `Event` is the class of its events."""

    id: Any
    Event: Any


def record(
    db: Session, subject: Subject, tag: str, actor: Actor, details: dict[str, Any]
) -> None:
    """Write one event of `subject`."""
    additional = {**details, "user_agent": actor.client, "credential": actor.credential}
    event = subject.Event(
        source_id=subject.id,
        tag=tag,
        ip_address_id=_address_id(db, actor.address),
        additional=additional,
    )
    db.add(event)


def _address_id(db: Session, address: str | None) -> Any:
    if address is None:
        return None
    try:
        text = str(ipaddress.ip_address(address))
    except ValueError:
        text = UNKNOWN_ADDRESS
    adding = insert(IPAddress).values(ip_address=text).on_conflict_do_nothing()
    made = db.scalar(adding.returning(IPAddress.id))
    return made or db.scalar(select(IPAddress.id).where(IPAddress.ip_address == text))
