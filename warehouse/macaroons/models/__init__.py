"""The tables of API tokens."""

from warehouse.macaroons.models.macaroon import Macaroon, MacaroonNetwork, MacaroonUpload

__all__ = ["Macaroon", "MacaroonNetwork", "MacaroonUpload"]
