"""The log of purges: what a write makes invalid, and how each reader learns of it in time.

See `README.rst` in this folder for the protocol and why it is safe.
"""

from pyramid.config import Configurator

from warehouse.purges.assemblies import Assemblies, Assembly, Frame, add_assembly
from warehouse.purges.log import (
    EVERYTHING,
    PurgeListeners,
    add_purge_listener,
    purge,
    purge_database,
    purge_everything,
    wait_until_heard,
)
from warehouse.purges.names import NameSource, NameSources, add_name_source
from warehouse.purges.rules import PurgeRule, add_purge_rules

ALL_HTML = "all-html"
"""What every page is made of beside what it shows: the words and shapes around it."""

__all__ = [
    "ALL_HTML",
    "EVERYTHING",
    "Assemblies",
    "Assembly",
    "Frame",
    "NameSource",
    "NameSources",
    "PurgeRule",
    "includeme",
    "purge",
    "purge_database",
    "purge_everything",
    "wait_until_heard",
]


def includeme(config: Configurator) -> None:
    """Provide the directives that add rules, listeners, assemblies and name sources."""
    config.registry[Assemblies] = Assemblies()
    config.registry[NameSources] = NameSources()
    config.registry[PurgeListeners] = PurgeListeners()
    config.add_directive("add_assembly", add_assembly)
    config.add_directive("add_name_source", add_name_source)
    config.add_directive("add_purge_rules", add_purge_rules)
    config.add_directive("add_purge_listener", add_purge_listener)
    config.add_tasks("warehouse.purges.tasks")
