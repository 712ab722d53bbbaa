"""The signals of views."""

from dataclasses import dataclass

from warehouse.index_views.models import IndexViewVersion
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class IndexViewChanged(Signal):
    """A view has another rule, or its first."""

    version: IndexViewVersion
    actor: Actor
