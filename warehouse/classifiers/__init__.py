"""Trove classifiers: the vocabulary releases are sorted by."""

from pyramid.config import Configurator

from warehouse.classifiers.services import ClassifierService


def includeme(config: Configurator) -> None:
    """Register the service."""
    config.register_service(
        ClassifierService, lambda request: ClassifierService(request.db)
    )
