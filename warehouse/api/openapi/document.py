"""The document: parts in YAML beside this module, read once and put together."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Document = dict[str, Any]

_PARTS = (
    "index",
    "shared",
    "simple",
    "views",
    "namespaces",
    "files",
    "provenance",
    "project_json",
    "search",
    "upload",
    "trusted_publishing",
    "xmlrpc",
    "feeds",
    "figures",
    "discovery",
    "management",
    "management_projects",
    "management_releases",
    "management_people",
    "management_readers",
    "management_organizations",
    "management_rules",
    "management_teams",
    "management_webhooks",
    "management_changes",
    "management_bodies",
    "management_objects",
    "management_organization_objects",
    "observers",
    "operators",
    "webhooks",
    "organization_webhooks",
    "moved",
    "itself",
)


@cache
def document() -> Document:
    """Return the document without servers; callers must not change it."""
    return merged({name: _part(name) for name in _PARTS})


def served_from(server: str) -> Document:
    """Return the document with `server` as the address of the index."""
    about = {key: document()[key] for key in ("openapi", "info")}
    return {**about, "servers": [{"url": server}], **document()}


def merged(parts: Mapping[str, Document]) -> Document:
    """Merge parts into one document; raise `ValueError` if two describe the same."""
    whole: Document = {}
    for name, part in parts.items():
        _add(part, whole, name)
    return whole


def _part(name: str) -> Document:
    text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    found: Document = yaml.safe_load(text)
    return found


def _add(part: Document, whole: Document, place: str) -> None:
    for key, value in part.items():
        if key not in whole:
            whole[key] = value
        elif isinstance(value, dict) and isinstance(whole[key], dict):
            _add(value, whole[key], f"{place}: {key}")
        else:
            raise ValueError(f"{place}: {key} is described twice")
