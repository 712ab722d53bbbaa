"""Pages: Jinja2 templates that receive all they show."""

from pathlib import Path
from typing import Any

import jinja2
from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.registry import Registry
from pyramid_jinja2 import IJinja2Environment

from warehouse import i18n
from warehouse.static import Manifest

SUFFIX = ".html"
_ROOT = Path(__file__).parent


def add_globals(event: BeforeRender) -> None:
    """Give every template what its view need not give it."""
    request: Any = event["request"]
    locale = i18n.current_locale()
    event.update(locale=locale, direction=locale.direction)
    if request is not None and getattr(request, "registry", None) is not None:
        event.update(
            site_name=request.settings.site.name,
            has_moderation=request.settings.staff.moderation_log,
            has_terms=request.settings.site.terms is not None,
            has_privacy=request.settings.site.privacy is not None,
            takes_registrations=request.settings.accounts.registration == "open",
            static_url=request.registry[Manifest].url,
            route_path=request.route_path,
            locales=[
                (each.code, each.tag, each.name, each is locale)
                for each in request.registry[i18n.Negotiator].offered
            ],
        )


def _from_the_root(template: str, parent: str) -> str:
    """Return the name of a template that `parent` names: both stand below `templates/`.

    pyramid_jinja2 looks beside the parent first, and for that keeps one compiled layout
    and one of each macro for every page that uses them.
    """
    return template


def compile_all(registry: Registry) -> None:
    """Compile every page, which otherwise the first request for one does."""
    environment = registry.getUtility(IJinja2Environment, name=SUFFIX)
    for path in _ROOT.rglob(f"*{SUFFIX}"):
        environment.get_template(path.relative_to(_ROOT).as_posix())


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
    config.add_jinja2_renderer(SUFFIX)
    config.commit()
    environment: jinja2.Environment = config.get_jinja2_environment(SUFFIX)
    environment.autoescape = True
    environment.join_path = _from_the_root  # type: ignore[method-assign]
    i18n.add_to(environment)
    config.add_subscriber(add_globals, BeforeRender)
