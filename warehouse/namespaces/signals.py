"""The signals of namespaces."""

from dataclasses import dataclass
from typing import Any

from warehouse.namespaces.models import NamespaceApplication
from warehouse.organizations.signals import OrganizationSignal
from warehouse.security import Actor
from warehouse.signals import Signal


@dataclass(frozen=True)
class NamespaceSignal(OrganizationSignal):
    """Something about one namespace; owners read the message, of staff mostly."""

    namespace: str
    message: str = ""

    def details(self) -> dict[str, Any]:
        """Return by whom, and which namespace."""
        return {**super().details(), "namespace": self.namespace}


class NamespaceGranted(NamespaceSignal, tag="organization:namespace:add"):
    """An organization has a namespace."""


class NamespaceRemoved(NamespaceSignal, tag="organization:namespace:remove"):
    """An organization has a namespace no longer."""


class NamespaceClaimed(NamespaceSignal):
    """A namespace is about to be granted at once, unless a listener raises.

    One that knows what others have in it raises `NamespaceInUse`.
    """


class NamespaceSought(NamespaceSignal, tag="organization:namespace:request"):
    """An organization has applied for a namespace."""


class NamespaceWithdrawn(NamespaceSignal, tag="organization:namespace:withdraw"):
    """An organization has taken its application back."""


class NamespaceDeclined(NamespaceSignal, tag="organization:namespace:decline"):
    """Staff do not grant a namespace."""


@dataclass(frozen=True)
class NamespaceQuestioned(Signal):
    """Staff have asked something about an application."""

    application: NamespaceApplication
    actor: Actor
    message: str
