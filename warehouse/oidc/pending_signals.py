"""The signals of pending publishers that come to nothing."""

from dataclasses import dataclass

from warehouse.oidc.models import PendingOIDCPublisher
from warehouse.signals import Signal


@dataclass(frozen=True)
class PendingExpiring(Signal):
    """A pending publisher is removed in `days` days unless it publishes."""

    pending: PendingOIDCPublisher
    days: int


@dataclass(frozen=True)
class PendingExpired(Signal):
    """A pending publisher was removed, because nothing was published for so long."""

    pending: PendingOIDCPublisher


@dataclass(frozen=True)
class PendingInvalidated(Signal):
    """A pending publisher was removed, because its project exists by now."""

    pending: PendingOIDCPublisher
