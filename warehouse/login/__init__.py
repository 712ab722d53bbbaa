"""Signing in and out."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.login.routes")
    config.include("warehouse.login.reauthentication")
    config.scan("warehouse.login.views")
