"""The tables of API tokens."""

from warehouse.macaroons.models.macaroon import (
    ORIGIN,
    Macaroon,
    MacaroonNetwork,
    MacaroonUpload,
)

__all__ = ["ORIGIN", "Macaroon", "MacaroonNetwork", "MacaroonUpload"]
