"""The signals of namespaces."""

from dataclasses import dataclass
from typing import Any

from warehouse.organizations.signals import OrganizationSignal


@dataclass(frozen=True)
class NamespaceGranted(OrganizationSignal, tag="organization:namespace:add"):
    """An organization has a namespace."""

    namespace: str

    def details(self) -> dict[str, Any]:
        """Return by whom, and which namespace."""
        return {**super().details(), "namespace": self.namespace}


class NamespaceRemoved(NamespaceGranted, tag="organization:namespace:remove"):
    """An organization has a namespace no longer."""
