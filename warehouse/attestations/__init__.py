"""Proof of who made a file, and from what (PEP 740)."""

from pyramid.config import Configurator

from warehouse.attestations.errors import InvalidAttestations
from warehouse.attestations.services import (
    AttestationService,
    Proof,
    ReverificationService,
)
from warehouse.attestations.trust import TrustRoot

__all__ = ["AttestationService", "InvalidAttestations", "Proof"]


def includeme(config: Configurator) -> None:
    """Register the service, the purge rule and the listener."""
    config.add_purge_rules("warehouse.attestations.caching")
    config.add_listeners("warehouse.attestations.listeners")
    config.add_tasks("warehouse.attestations.tasks")
    uploads = config.registry.settings["warehouse"].uploads
    config.registry[TrustRoot] = TrustRoot(uploads.trust_root)
    config.register_service(
        AttestationService,
        lambda request: AttestationService(
            request.db, request.announce, request.registry[TrustRoot]
        ),
    )
    config.register_service(
        ReverificationService,
        lambda request: ReverificationService(request.db, request.registry[TrustRoot]),
    )
