"""Identities and permissions."""

from pyramid.config import Configurator

from warehouse.security.actors import OWNERS_RULE, SYSTEM, Actor, Caller
from warehouse.security.identity import Detour, Identity, Refusal
from warehouse.security.links import LinkBroken, LinkExpired, LinkSigner
from warehouse.security.permissions import Permission
from warehouse.security.policy import CredentialDenied, RuleDenied, SecurityPolicy
from warehouse.security.resources import ACE, Resource, Root, grant, holds

__all__ = [
    "ACE",
    "OWNERS_RULE",
    "SYSTEM",
    "Actor",
    "Caller",
    "CredentialDenied",
    "Detour",
    "Identity",
    "LinkBroken",
    "LinkExpired",
    "LinkSigner",
    "Permission",
    "Refusal",
    "Resource",
    "Root",
    "RuleDenied",
    "SecurityPolicy",
    "grant",
    "holds",
]


def includeme(config: Configurator) -> None:
    """Install the security policy and make `Root` the default resource."""
    config.include("warehouse.security.policy")
    signer = LinkSigner(config.registry.settings["warehouse"].site.secrets)
    config.registry[LinkSigner] = signer
    config.set_root_factory(Root)
