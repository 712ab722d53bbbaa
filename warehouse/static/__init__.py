"""Style sheets, scripts and pictures, built by webpack under names that hold their hash.

`static_url("site.css")` in a template is the URL of the built file. Served by whitenoise,
compressed beforehand, and kept by browsers for ever.
"""

import json
from functools import cached_property
from pathlib import Path

from pyramid.config import Configurator

PREFIX = "/static/"


class StaticMissing(Exception):
    """The static files were never built."""


class Manifest:
    """Finds the built file of a name."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def names(self) -> dict[str, str]:
        """Read the built file of each name; raise `StaticMissing`."""
        try:
            names: dict[str, str] = json.loads((self.root / "manifest.json").read_text())
        except FileNotFoundError:
            raise StaticMissing(
                f"No static files in {self.root}: build them with `make static`."
            ) from None
        return names

    def path(self, name: str) -> Path:
        """Return the path of the built file of `name`."""
        return self.root / self.names[name].removeprefix(PREFIX).lstrip("/")

    def url(self, name: str) -> str:
        """Return the URL path of the built file of `name`."""
        return PREFIX + self.names[name].removeprefix(PREFIX).lstrip("/")


def directory(configured: Path | None) -> Path:
    """Return the directory of the built files."""
    return configured or Path(__file__).parent / "dist"


def includeme(config: Configurator) -> None:
    """Make the manifest known to templates."""
    settings = config.registry.settings["warehouse"]
    config.registry[Manifest] = Manifest(directory(settings.site.static))
