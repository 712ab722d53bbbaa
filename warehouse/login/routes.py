"""The URLs of signing in and out."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register the routes, which use sessions."""
    session = {"accepts": {"session"}}
    config.add_route("login.login", "/account/login/", **session)
    config.add_route("login.logout", "/account/logout/", **session)
