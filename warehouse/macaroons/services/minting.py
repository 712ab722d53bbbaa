"""What minting a token takes, whoever is to own it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

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


def text_of(macaroon: Macaroon, location: str, caveats: Sequence[Caveat]) -> str:
    """Return the token of a row, which is shown once."""
    return wire.serialize(
        location=location,
        identifier=macaroon.id,
        key=macaroon.key,
        caveats=[each.serialize() for each in caveats],
    )


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
