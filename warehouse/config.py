"""The packages that the application consists of, in the order of the rings."""

import gc
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pyramid_retry
from pyramid.config import Configurator

from warehouse import logging
from warehouse.db.replicas import POSITION
from warehouse.http import Request, offline
from warehouse.paths import UPLOADS
from warehouse.settings import Settings, load
from warehouse.tasks.registry import REQUEST_FACTORY

KERNEL = (
    "warehouse.signals",
    "warehouse.i18n",
    "warehouse.http",
    "warehouse.db",
    "warehouse.security",
    "warehouse.tasks",
    "warehouse.valkey",
    "warehouse.storage",
    "warehouse.metrics",
    "warehouse.headers",
    "warehouse.purges",
    "warehouse.cdn",
    "warehouse.sessions",
    "warehouse.rate_limiting",
    "warehouse.captcha",
    "warehouse.flags",
    "warehouse.events",
    "warehouse.email",
    "warehouse.backups",
    "warehouse.health",
    "warehouse.static",
    "warehouse.templates",
)
DOMAINS = (
    "warehouse.operations",
    "warehouse.announcements",
    "warehouse.classifiers",
    "warehouse.accounts",
    "warehouse.organizations",
    "warehouse.namespaces",
    "warehouse.packaging",
    "warehouse.upstreams",
    "warehouse.oidc",
    "warehouse.single_sign_on",
    "warehouse.macaroons",
    "warehouse.appeals",
    "warehouse.attestations",
    "warehouse.deletions",
    "warehouse.retention",
    "warehouse.webhooks",
    "warehouse.recovery",
    "warehouse.observations",
    "warehouse.vulnerabilities",
    "warehouse.notifications",
    "warehouse.search",
    "warehouse.scanning",
    "warehouse.contents",
    "warehouse.index_views",
    "warehouse.listings",
    "warehouse.downloads",
    "warehouse.idempotency",
    "warehouse.bulk",
    "warehouse.integrity",
)
SURFACES = (
    "warehouse.forklift",
    "warehouse.api",
    "warehouse.pages",
    "warehouse.login",
    "warehouse.manage",
    "warehouse.admin",
)


def configure(
    settings: Settings | None = None, environ: Mapping[str, str] = os.environ
) -> Configurator:
    """Make a configurator with every package included; raises `SettingsError`."""
    settings = settings or load(Settings, environ)
    logging.configure(settings.metrics)
    with _no_garbage():
        return _configured(settings)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Look for no garbage: what is made stays, and looking took half of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _configured(settings: Settings) -> Configurator:
    config = Configurator(
        settings={
            "warehouse": settings,
            "retry.attempts": 3,
            "retry.activate_hook": "warehouse.config.attempts",
            "pyramid.reload_templates": settings.development.reload,
        }
    )
    config.include(pyramid_retry)
    for package in (*KERNEL, *DOMAINS, *SURFACES):
        config.include(package)
    config.registry[REQUEST_FACTORY] = offline
    config.commit()
    return config


def attempts(request: Request) -> int:
    """Return how often a request that lost a race is tried.

    An upload cannot be replayed, and reading loses no races: trying again would have its
    body copied to a temporary file first. Only a read replica may fail in the midst of
    reading; then the primary is asked.
    """
    if POSITION in request.environ and request.method in {"GET", "HEAD"}:
        return 2
    is_upload = request.environ["PATH_INFO"].startswith(UPLOADS)
    is_reading = request.method in {"GET", "HEAD"} or request.content_type == "text/xml"
    return 1 if is_upload or is_reading else 3
