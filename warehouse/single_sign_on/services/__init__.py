"""Writes."""

from warehouse.single_sign_on.services.identities import IdentityService
from warehouse.single_sign_on.services.newcomers import Newcomer, NewcomerService

__all__ = ["IdentityService", "Newcomer", "NewcomerService"]
