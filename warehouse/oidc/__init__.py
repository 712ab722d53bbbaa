"""Trusted publishing: workflows publish by what their issuer says of them."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    """Register nothing yet."""
