"""Listeners of signals that come in bulk hear each of them, or are told together."""

from dataclasses import dataclass

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationExecutionError

from warehouse.security import SYSTEM, Actor
from warehouse.signals import Listeners, Signal, on


@dataclass(frozen=True)
class Dropped(Signal, comes_in_bulk=True):
    """One of perhaps many."""

    actor: Actor


class DroppedByStaff(Dropped):
    """The same by somebody else."""


@pytest.mark.parametrize("kind", [Dropped, DroppedByStaff, Signal])
def test_a_listener_of_what_comes_in_bulk_has_to_say_how_it_hears(kind):
    config = Configurator()
    config.include("warehouse.signals")
    config.registry[Listeners].add(kind, on(kind)(lambda signal, request: None))
    with pytest.raises(
        ConfigurationExecutionError, match="in_bulk=False if it tells people"
    ):
        config.commit()


@pytest.mark.parametrize("is_many", [True, False])
def test_people_are_not_told_of_each_of_many(is_many):
    heard, listeners = [], Listeners()

    @on(Dropped, in_bulk=True)
    def keep(signal, request):
        heard.append("kept")

    @on(Dropped, in_bulk=False)
    def tell(signal, request):
        heard.append("told")

    for each in (keep, tell):
        listeners.add(Dropped, each)
    listeners.announce(DroppedByStaff(Actor(in_bulk=is_many)), None)
    assert heard == (["kept"] if is_many else ["kept", "told"])


def test_a_listener_of_other_signals_says_nothing():
    class Painted(Signal):
        """A signal that comes alone."""

        actor = SYSTEM

    heard, listeners = [], Listeners()
    listeners.add(Painted, on(Painted)(lambda signal, request: heard.append(signal)))
    listeners.require_decisions()
    listeners.announce(Painted(), None)
    assert len(heard) == 1
