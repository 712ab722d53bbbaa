"""What stands in front of the application and sends what is finished already."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import make_url

import warehouse
from warehouse.application import wrap
from warehouse.cache import Assemblies
from warehouse.config import configure
from warehouse.db import SessionFactory
from warehouse.edge.answering import Edge
from warehouse.edge.assembling import Assembler
from warehouse.edge.calling import Application
from warehouse.edge.doors import Doors
from warehouse.edge.freshness import Follower, Purges
from warehouse.edge.gateway import Gateway
from warehouse.edge.keeping import Keeper
from warehouse.edge.requests import Storables
from warehouse.edge.store import LocalStore, SharedStore
from warehouse.settings import Settings, load

__all__ = ["Edge", "make_edge"]


def make_edge(
    settings: Settings | None = None, environ: Mapping[str, str] = os.environ
) -> Edge:
    """The application that `environ` describes, with its edge; raises `SettingsError`."""
    settings = settings or load(Settings, environ)
    config = configure(settings, environ)
    generation = _generation(settings)
    stores = (
        LocalStore(settings.cache.local_bytes),
        SharedStore(settings.redis.url, generation),
    )
    follower = Follower(_conninfo(settings.database.url), Purges())
    assemblers = {
        route: Assembler(
            assembly,
            config.registry[SessionFactory],
            follower,
            Keeper(settings.redis.url, f"parts:{generation}:{route}"),
        )
        for route, assembly in config.registry[Assemblies].items()
    }
    storables = Storables(config.registry)
    follower.purges.watchers.extend(storables.censuses.values())
    doors = Doors(settings.doors, settings.site.trusted_proxies)
    return Edge(
        Gateway(Application(wrap(config)), doors),
        follower,
        stores,
        storables,
        assemblers,
    )


def _conninfo(url: str) -> str:
    """The database URL as libpq reads it."""
    plain = make_url(url).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)


def _generation(settings: Settings) -> str:
    """Names the code and the settings: pages of others are not ours to send."""
    digest = hashlib.sha256(repr(settings).encode())
    root = Path(warehouse.__file__).parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix in {".py", ".html", ".json", ".po", ".xml"}:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
