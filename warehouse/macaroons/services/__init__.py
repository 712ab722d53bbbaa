"""Minting, listing and revoking API tokens."""

from warehouse.macaroons.services.narrowing import NarrowingService
from warehouse.macaroons.services.organization_tokens import (
    OrganizationTokenService,
    TokenTerms,
)
from warehouse.macaroons.services.tokens import TokenService
from warehouse.macaroons.services.uses import TokenUseService

__all__ = [
    "NarrowingService",
    "OrganizationTokenService",
    "TokenService",
    "TokenTerms",
    "TokenUseService",
]
