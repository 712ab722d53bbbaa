"""Making the edge of an application out of its stores, log reader, limits and gateway."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from pyramid.config import Configurator
from sqlalchemy import make_url

import warehouse
from warehouse.application import wrap
from warehouse.config import configure
from warehouse.db import SessionFactory
from warehouse.downloads import DownloadCounter
from warehouse.edge.application import Edge
from warehouse.edge.concurrency import ClientLimits
from warehouse.edge.edition_store import EditionStore
from warehouse.edge.editions import SIZES, Assembler, EditionSizes
from warehouse.edge.gateway import Gateway
from warehouse.edge.invalidation import LogReader, Purges
from warehouse.edge.keys import CacheKeys
from warehouse.edge.metrics import EdgeMetrics
from warehouse.edge.store import LocalStore, SharedStore
from warehouse.edge.wsgi import WSGIApplication
from warehouse.purges import Assemblies
from warehouse.settings import Settings, load

__all__ = ["Edge", "edge_of", "make_edge"]


def make_edge(
    settings: Settings | None = None, environ: Mapping[str, str] = os.environ
) -> Edge:
    """Make the application that `environ` describes; raises `SettingsError`."""
    return edge_of(configure(settings or load(Settings, environ), environ))


def edge_of(
    config: Configurator,
    *,
    sizes: EditionSizes = SIZES,
    metrics: EdgeMetrics | None = None,
) -> Edge:
    """Put an edge in front of the application that `config` describes."""
    settings: Settings = config.registry.settings["warehouse"]
    generation = _generation(settings)
    stores = (
        LocalStore(settings.cache.local_bytes),
        SharedStore(settings.redis.url, generation),
    )
    log_reader = LogReader(_conninfo(settings.database.url), Purges())
    assemblers = {
        route: Assembler(
            assembly,
            config.registry[SessionFactory],
            log_reader,
            EditionStore(settings.redis.url, f"parts:{generation}:{route}"),
            sizes,
        )
        for route, assembly in config.registry[Assemblies].items()
        if settings.site.read == "public"
    }
    keys = CacheKeys(config.registry)
    log_reader.purges.watchers.extend(keys.names.values())
    client_limits = ClientLimits(settings.client_limits, settings.site.trusted_proxies)
    return Edge(
        Gateway(WSGIApplication(wrap(config)), client_limits),
        log_reader,
        stores,
        keys,
        assemblers,
        metrics=metrics or EdgeMetrics(),
        downloads=config.registry[DownloadCounter],
    )


def _conninfo(url: str) -> str:
    """Return the database URL in the form that libpq reads."""
    plain = make_url(url).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def _generation(settings: Settings) -> str:
    """Return a name for this code and these settings, whose stored answers may be sent."""
    digest = hashlib.sha256(repr(settings).encode())
    root = Path(warehouse.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in {".py", ".html", ".json", ".po", ".xml"}:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
