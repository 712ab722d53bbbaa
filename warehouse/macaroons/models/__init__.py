"""The table of API tokens."""

from warehouse.macaroons.models.macaroon import Macaroon

__all__ = ["Macaroon"]
