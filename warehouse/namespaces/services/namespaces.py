"""Granting namespaces to organizations, and taking them back."""

from collections.abc import Sequence

from packaging.utils import InvalidName, canonicalize_name
from sqlalchemy.orm import Session

from warehouse.db.locks import lock_name
from warehouse.namespaces import queries
from warehouse.namespaces.errors import (
    NamespaceInvalid,
    NamespaceTaken,
    NamespaceTooDeep,
    NamespaceUnknown,
)
from warehouse.namespaces.models import Namespace
from warehouse.namespaces.names import family, prefixes
from warehouse.namespaces.signals import NamespaceGranted, NamespaceRemoved
from warehouse.organizations.errors import OrganizationInactive
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import lock_organization
from warehouse.security import Actor
from warehouse.signals import Announce


class NamespaceService:
    """Changes which organization has which namespaces."""

    def __init__(self, db: Session, announce: Announce, *, deepest: int) -> None:
        self.db, self.announce, self.deepest = db, announce, deepest

    def grant(
        self, organization: Organization, name: str, *, actor: Actor, message: str = ""
    ) -> Namespace:
        """Give a namespace to an organization; projects that exist stay as they are.

        Its owners read the message. Raises what `check` does.
        """
        normalized = self.check(organization, name)
        granted = Namespace(
            name=name, normalized_name=normalized, organization=organization
        )
        self.db.add(granted)
        self.db.flush()
        self.announce(NamespaceGranted(organization, actor, name, message))
        return granted

    def check(self, organization: Organization, name: str) -> str:
        """Return the normalised name of a namespace that an organization can have.

        Nobody else is given what overlaps it until the transaction ends. Raises
        `OrganizationInactive`, `NamespaceInvalid`, `NamespaceTaken` or
        `NamespaceTooDeep`.
        """
        lock_organization(self.db, organization.id)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        try:
            normalized = canonicalize_name(name, validate=True)
        except InvalidName as error:
            raise NamespaceInvalid(name) from error
        lock_name(self.db, f"namespaces {family(normalized)}")
        near = queries.related(self.db, normalized)
        for each in near:
            same = each.normalized_name == normalized
            if same or each.organization_id != organization.id:
                raise NamespaceTaken(name, each.name, each.organization.name)
        self._check_depth(name, [*(each.normalized_name for each in near), normalized])
        return normalized

    def remove(
        self, organization: Organization, name: str, *, actor: Actor, message: str = ""
    ) -> None:
        """Take a namespace back; those inside of it stay.

        Its owners read the message. Raises `NamespaceUnknown`.
        """
        lock_organization(self.db, organization.id)
        wanted = canonicalize_name(name)
        mine = queries.namespaces_of(self.db, organization)
        found = next((each for each in mine if each.normalized_name == wanted), None)
        if found is None:
            raise NamespaceUnknown(name, organization.name)
        self._remove(found, actor, message)

    def remove_all(self, organization: Organization, *, actor: Actor) -> None:
        """Take back every namespace of an organization that is about to be deleted."""
        for each in queries.namespaces_of(self.db, organization):
            self._remove(each, actor)

    def _remove(self, namespace: Namespace, actor: Actor, message: str = "") -> None:
        organization, name = namespace.organization, namespace.name
        self.db.delete(namespace)
        self.db.flush()
        self.announce(NamespaceRemoved(organization, actor, name, message))

    def _check_depth(self, name: str, granted: Sequence[str]) -> None:
        """Refuse more namespaces in each other than are allowed."""
        for each in granted:
            if len(set(prefixes(each)) & set(granted)) > self.deepest:
                raise NamespaceTooDeep(name, self.deepest)
