"""What staff see and do: /admin."""

from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationError

from warehouse.admin.views.actions import ACTIONS
from warehouse.bulk.operations import Operations


def check_two_person(config: Configurator) -> None:
    """Raise `ConfigurationError` if `ADMIN_TWO_PERSON` names an action that is none."""
    known = {*ACTIONS, *config.registry[Operations]}
    verbs = {each.rpartition(".")[2] for each in known}
    for each in config.registry.settings["warehouse"].staff.two_person:
        if each not in known | verbs:
            names = ", ".join(sorted(known))
            raise ConfigurationError(
                f"ADMIN_TWO_PERSON: there is no action {each!r}; there are {names}."
            )


def includeme(config: Configurator) -> None:
    """Register routes and views."""
    config.include("warehouse.admin.routes")
    config.include("warehouse.admin.lists")
    config.include("warehouse.admin.operations")
    config.scan("warehouse.admin.views")
    check_two_person(config)
