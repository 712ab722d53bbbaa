"""The URLs under /api/v1/, which take API tokens and nothing else.

Whatever is below a project is found by its view, and not by traversal: a request that is
repeated with the same `Idempotency-Key` has its answer although what it deleted is gone.
"""

from typing import Any

from pyramid.config import Configurator

from warehouse.accounts.resources import OwnAccountResource
from warehouse.packaging.resources import ProjectsResource
from warehouse.paths import MANAGEMENT

_TOKEN: dict[str, Any] = {"accepts": {"token"}}
_PROJECT = {**_TOKEN, "factory": ProjectsResource, "traverse": "/{name}"}


def includeme(config: Configurator) -> None:
    """Register the routes."""
    own = {**_TOKEN, "factory": OwnAccountResource}
    config.add_route("api.v1.projects", f"{MANAGEMENT}projects", **own)
