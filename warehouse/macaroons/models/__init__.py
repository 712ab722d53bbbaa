"""The tables of API tokens."""

from warehouse.macaroons.models.macaroon import (
    ORIGIN,
    Macaroon,
    MacaroonNetwork,
    MacaroonProjectTold,
    MacaroonUpload,
)

__all__ = ["ORIGIN", "Macaroon", "MacaroonNetwork", "MacaroonProjectTold", "MacaroonUpload"]
