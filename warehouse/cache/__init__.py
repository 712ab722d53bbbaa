"""What becomes outdated by a write, and how every reader learns of it in time.

See `README.rst` in this folder for the protocol and why it is safe.
"""

from pyramid.config import Configurator

from warehouse.cache.assemblies import Assemblies, Assembly, Frame, add_assembly
from warehouse.cache.purging import (
    EVERYTHING,
    Followers,
    follow_purges,
    purge,
    purge_database,
    purge_everything,
    wait_until_heard,
)
from warehouse.cache.rosters import Roster, Rosters, add_roster
from warehouse.cache.rules import PurgeRule, add_purge_rules

ALL_HTML = "all-html"
"""What every page is made of beside what it shows: the words and shapes around it."""

__all__ = [
    "ALL_HTML",
    "EVERYTHING",
    "Assemblies",
    "Assembly",
    "Frame",
    "PurgeRule",
    "Roster",
    "Rosters",
    "includeme",
    "purge",
    "purge_database",
    "purge_everything",
    "wait_until_heard",
]


def includeme(config: Configurator) -> None:
    """Provide `config.add_purge_rules`, `follow_purges`, `add_assembly`, `add_roster`."""
    config.registry[Assemblies] = Assemblies()
    config.registry[Rosters] = Rosters()
    config.registry[Followers] = Followers()
    config.add_directive("add_assembly", add_assembly)
    config.add_directive("add_roster", add_roster)
    config.add_directive("add_purge_rules", add_purge_rules)
    config.add_directive("follow_purges", follow_purges)
    config.add_tasks("warehouse.cache.tasks")
