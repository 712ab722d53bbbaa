"""How many connections and unfinished uploads one client may have."""

from dataclasses import dataclass

from warehouse.settings.fields import count, env


@dataclass(frozen=True, kw_only=True)
class ClientLimitSettings:
    """Bounds on what is open at the same time, counted by each web process.

    An address is a whole network of IPv6 (/64), and the one that proxies forward where
    those are trusted.
    """

    connections_per_address: int = env(
        "CONNECTIONS_PER_ADDRESS",
        default=256,
        parse=count,
        help="connections from one address; not counted behind trusted proxies",
    )
    uploads_per_address: int = env(
        "UPLOADS_PER_ADDRESS",
        default=128,
        parse=count,
        help="uploads from one address that are not finished yet",
    )
    uploads: int = env(
        "UPLOADS_AT_ONCE", default=512, parse=count, help="unfinished uploads in all"
    )
