"""The event log that people see: who did what, when, and from which address."""

from pyramid.config import Configurator

from warehouse.events.log import record

__all__ = ["record"]


def includeme(config: Configurator) -> None:
    """Write an event for every signal that has a tag."""
    config.add_listeners("warehouse.events.listeners")
