"""Pages: Jinja2 templates that receive all they show."""

from datetime import datetime
from typing import Any

import jinja2
from pyramid.config import Configurator
from pyramid.events import BeforeRender

from warehouse.static import Manifest

_UNITS = ("kB", "MB", "GB", "TB", "PB", "EB")


def file_size(size: int | None) -> str:
    """A number of bytes as people say it; `unknown` where nobody knows."""
    if size is None:
        return "unknown"
    if size < 1000:
        return f"{size} B"
    amount, units = size / 1000, iter(_UNITS)
    unit = next(units)
    while amount >= 999.95:
        amount, unit = amount / 1000, next(units)
    return f"{amount:.1f} {unit}"


def day(moment: datetime | None) -> str:
    """A date as `7 Mar 2024`."""
    return "" if moment is None else f"{moment.day} {moment:%b %Y}"


def add_globals(event: BeforeRender) -> None:
    """What every template may use besides what its view gives it."""
    request: Any = event["request"]
    if request is not None and getattr(request, "registry", None) is not None:
        event.update(
            site_name=request.settings.site.name,
            static_url=request.registry[Manifest].url,
            route_path=request.route_path,
        )


def includeme(config: Configurator) -> None:
    """Render `*.html` with Jinja2, escaping everything, undefined names an error."""
    config.add_settings(
        {
            "jinja2.directories": "warehouse:templates",
            "jinja2.undefined": "strict",
            "jinja2.filters": {
                "file_size": "warehouse.templates.file_size",
                "day": "warehouse.templates.day",
            },
            "jinja2.trim_blocks": True,
            "jinja2.lstrip_blocks": True,
        }
    )
    config.include("pyramid_jinja2")
    config.add_jinja2_renderer(".html")
    config.commit()
    environment: jinja2.Environment = config.get_jinja2_environment(".html")
    environment.autoescape = True
    config.add_subscriber(add_globals, BeforeRender)
