"""Pages: Jinja2 templates that receive all they show."""

from typing import Any

import jinja2
from pyramid.config import Configurator
from pyramid.events import BeforeRender

from warehouse import i18n
from warehouse.static import Manifest


def add_globals(event: BeforeRender) -> None:
    """What every template may use besides what its view gives it."""
    request: Any = event["request"]
    locale = i18n.current_locale()
    event.update(locale=locale, direction=locale.direction)
    if request is not None and getattr(request, "registry", None) is not None:
        event.update(
            site_name=request.settings.site.name,
            static_url=request.registry[Manifest].url,
            route_path=request.route_path,
            locales=[
                (each.code, each.tag, each.name, each is locale)
                for each in request.registry[i18n.Negotiator].offered
            ],
        )


def includeme(config: Configurator) -> None:
    """Render `*.html` with Jinja2, escaping everything, undefined names an error."""
    config.add_settings(
        {
            "jinja2.directories": "warehouse:templates",
            "jinja2.undefined": "strict",
            "jinja2.trim_blocks": True,
            "jinja2.lstrip_blocks": True,
        }
    )
    config.include("pyramid_jinja2")
    config.add_jinja2_renderer(".html")
    config.commit()
    environment: jinja2.Environment = config.get_jinja2_environment(".html")
    environment.autoescape = True
    i18n.add_to(environment)
    config.add_subscriber(add_globals, BeforeRender)
