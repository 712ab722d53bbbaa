"""Minting, listing and revoking API tokens."""

from warehouse.macaroons.services.tokens import TokenService

__all__ = ["TokenService"]
