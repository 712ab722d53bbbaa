"""Writes."""

from warehouse.single_sign_on.services.directories import Asked, DirectoryService
from warehouse.single_sign_on.services.following import FollowingService
from warehouse.single_sign_on.services.identities import IdentityService
from warehouse.single_sign_on.services.memberships import MembershipService
from warehouse.single_sign_on.services.newcomers import Newcomer, NewcomerService

__all__ = [
    "Asked",
    "DirectoryService",
    "FollowingService",
    "IdentityService",
    "MembershipService",
    "Newcomer",
    "NewcomerService",
]
