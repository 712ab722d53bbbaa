"""Proof of who made a file, and from what (PEP 740)."""

from pyramid.config import Configurator

from warehouse.attestations.errors import InvalidAttestations
from warehouse.attestations.services import (
    AttestationService,
    Proof,
    ReverificationService,
    TrustRootService,
)
from warehouse.attestations.trust import TrustRoot, fetched
from warehouse.http import Request

__all__ = ["AttestationService", "InvalidAttestations", "Proof"]


def _trust_roots(request: Request) -> TrustRootService:
    fetch = fetched if request.settings.uploads.refreshes_trust_root else None
    return TrustRootService(request.db, request.registry[TrustRoot], fetch)


def _attestations(request: Request) -> AttestationService:
    roots = request.service(TrustRootService)
    return AttestationService(request.db, request.announce, roots)


def _reverification(request: Request) -> ReverificationService:
    return ReverificationService(request.db, request.service(TrustRootService).current)


def includeme(config: Configurator) -> None:
    """Register the services, the purge rule, the tasks and the listener."""
    config.add_purge_rules("warehouse.attestations.caching")
    config.add_listeners("warehouse.attestations.listeners")
    config.add_tasks("warehouse.attestations.tasks")
    uploads = config.registry.settings["warehouse"].uploads
    config.registry[TrustRoot] = TrustRoot(uploads.trust_root)
    config.register_service(TrustRootService, _trust_roots)
    config.register_service(AttestationService, _attestations)
    config.register_service(ReverificationService, _reverification)
