"""Rendering descriptions of releases of upstreams: once, and kept beside their source.

It is the renderer of our own descriptions, in a process of its own with bounds. Nobody has
published anything here, so it is done when somebody asks.
"""

import hashlib
from pathlib import Path

from warehouse.packaging.descriptions import RENDERER, as_text, render
from warehouse.packaging.models import Description
from warehouse.storage import BlobMissing
from warehouse.upstreams.storage import UpstreamStorage, rendering_of

_PATIENCE_SECONDS = 5.0


def render_once(
    storage: UpstreamStorage, key: int | None, description: Description
) -> bool:
    """Give a description that was read from the file `key`, or beside it, its HTML.

    Returns False where another is rendering it for longer than anybody waits.
    """
    if key is None or not description.raw.strip():
        return True
    path = rendering_of(key, _digest(description))
    html = _kept(storage, path)
    if html is None:
        with storage.alone(key, _PATIENCE_SECONDS) as is_alone:
            html = _kept(storage, path)
            if html is None and is_alone:
                html = _made(storage, path, description)
    if html is None:
        return False
    description.html, description.rendered_by = html, RENDERER
    return True


def _digest(description: Description) -> str:
    """Return what stands for a text and the renderer of it."""
    said = "\0".join((RENDERER, description.content_type or "", description.raw))
    return hashlib.sha256(said.encode()).hexdigest()


def _kept(storage: UpstreamStorage, path: str) -> str | None:
    try:
        storage.note_use(storage.stat(path))
        with storage.open(path) as source:
            return source.read().decode()
    except BlobMissing:
        return None


def _made(storage: UpstreamStorage, path: str, description: Description) -> str:
    """Render a description; one that does not render is kept as plain text."""
    found = render(description.raw, description.content_type)
    html = as_text(description.raw) if found.html is None else found.html
    with storage.receiving() as file:
        file.write(html.encode())
        file.flush()
        storage.put(path, Path(file.name))
    return html
