"""The document: parts in YAML beside this module, read once and put together."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Document = dict[str, Any]

_PARTS = (
    "index",
    "shared",
    "simple",
    "files",
    "project_json",
    "upload",
    "xmlrpc",
    "feeds",
    "figures",
    "discovery",
    "operators",
    "moved",
    "itself",
)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser of libyaml is ten times as fast; not every machine has it."""


@cache
def document() -> Document:
    """The whole document without servers; not to be changed."""
    whole: Document = {}
    for name in _PARTS:
        text = files(__package__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
        _add(yaml.load(text, Loader=_LOADER), whole, name)
    return whole


def served_from(server: str) -> Document:
    """The document as the index at the address `server` gives it away."""
    about = {key: document()[key] for key in ("openapi", "info")}
    return {**about, "servers": [{"url": server}], **document()}


def _add(part: Document, whole: Document, place: str) -> None:
    """Merge `part` into `whole`; nothing is described twice."""
    for key, value in part.items():
        if key not in whole:
            whole[key] = value
        elif isinstance(value, dict) and isinstance(whole[key], dict):
            _add(value, whole[key], f"{place}: {key}")
        else:
            raise ValueError(f"{place}: {key} is described twice")
