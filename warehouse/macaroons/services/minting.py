"""What minting a token takes, whoever is to own it."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from warehouse.macaroons import wire
from warehouse.macaroons.caveats import (
    Caveat,
    Expiration,
    Permitted,
    ProjectID,
    TokenPermission,
)
from warehouse.macaroons.models import ORIGIN, Macaroon
from warehouse.packaging.models import Project


def permitted(permission: TokenPermission) -> list[Caveat]:
    """Return no caveat for tokens that publish, which are as they always were."""
    return [] if permission is TokenPermission.PUBLISH else [Permitted(permission)]


def expiration(expires: datetime) -> Expiration:
    """Return the caveat of a token that ends then."""
    # Beginning a minute ago, it is valid for a server whose clock is a little behind.
    begins = int(datetime.now(UTC).timestamp()) - 60
    return Expiration(int(expires.timestamp()), begins)


def store(db: Session, macaroon: Macaroon, caveats: Sequence[Caveat], location: str) -> str:
    """Store a token with its caveats; return its text, which is shown once."""
    macaroon.caveats = [[each.tag, *each.fields()] for each in caveats]
    db.add(macaroon)
    db.flush()
    text = wire.serialize(
        location=location,
        identifier=macaroon.id,
        key=macaroon.key,
        caveats=[each.serialize() for each in caveats],
    )
    macaroon.text_sha256 = hashlib.sha256(text.encode()).hexdigest()
    return text


def made_at(origin: str | None) -> dict[str, str]:
    """Return what `additional` has of the scheme and host that it was made at."""
    return {} if origin is None else {ORIGIN: origin}


def seconds(moment: datetime) -> datetime:
    """Return the whole second of a moment, since caveats know no parts of one."""
    return moment.replace(microsecond=0)


def for_display(projects: Sequence[Project]) -> dict[str, object]:
    """Return what pages show of the projects that a token is for; none means all."""
    if not projects:
        return {"permissions": "user", "version": 1}
    names = [each.normalized_name for each in projects]
    return {"permissions": {"projects": names}, "version": 1}


def ids_in(macaroon: Macaroon) -> list[UUID]:
    """Return the ids of the projects that a token is for; none means all."""
    return [
        UUID(each) for tag, *fields in macaroon.caveats if tag == ProjectID.tag
        for each in fields[0]
    ]  # fmt: skip
