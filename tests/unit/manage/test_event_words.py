"""Every event that a history shows has words there."""

import importlib
import pkgutil
from typing import get_type_hints

import warehouse
from warehouse.accounts.models import User
from warehouse.events.models import OrganizationEvent, TeamEvent
from warehouse.manage import event_words, organization_words, project_words
from warehouse.organizations.models import Organization, Team
from warehouse.packaging.models import Project
from warehouse.signals import Signal

UNKNOWN = organization_words.words_of(TeamEvent(tag=""))
HISTORIES = {
    User: lambda tag: event_words.WORDS.get(tag, UNKNOWN),
    Project: lambda tag: project_words.WORDS.get(tag, UNKNOWN),
    Organization: lambda tag: organization_words.words_of(OrganizationEvent(tag=tag)),
    Team: lambda tag: organization_words.words_of(TeamEvent(tag=tag)),
}
"""The words of a tag in the history of each kind of subject."""


def kinds(base=Signal):
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def logged():
    """The tag of each kind of signal, with the model whose event log it enters."""
    for module in pkgutil.walk_packages(warehouse.__path__, "warehouse."):
        if module.name.endswith("signals"):
            importlib.import_module(module.name)
    return {
        (kind.tag, get_type_hints(kind.subject.fget)["return"])
        for kind in kinds()
        if kind.tag is not None
    }


def test_every_event_has_words_in_its_history():
    found = logged()
    assert {subject for _, subject in found} == set(HISTORIES)
    nameless = [tag for tag, subject in found if HISTORIES[subject](tag) is UNKNOWN]
    assert nameless == []
