"""Making organizations and changing them."""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.names import is_valid_name
from warehouse.organizations import queries
from warehouse.organizations.errors import (
    LinkInvalid,
    NameInvalid,
    OrganizationInactive,
    OrganizationNameUnavailable,
)
from warehouse.organizations.models import (
    Organization,
    OrganizationName,
    OrganizationRole,
    OrganizationRoleName,
    OrganizationType,
)
from warehouse.organizations.signals import (
    OrganizationCreated,
    OrganizationDeactivated,
    OrganizationDeleted,
    OrganizationDeleting,
    OrganizationJoined,
    OrganizationNameReserved,
    OrganizationRenamed,
    OrganizationRoleAdded,
    OrganizationUpdated,
)
from warehouse.security import Actor
from warehouse.signals import Announce


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The public description of an organization."""

    display_name: str
    orgtype: OrganizationType
    link_url: str
    description: str = ""


class OrganizationService:
    """Creates and changes organizations."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def create(
        self, name: str, profile: Profile, *, owner: User, actor: Actor
    ) -> Organization:
        """Create an active organization.

        Raises `NameInvalid`, `OrganizationNameUnavailable` or `LinkInvalid`.
        """
        self.check(name, profile)
        organization = Organization(name=name, is_active=True, **vars(profile))
        self.db.add(organization)
        self.db.flush()
        self.announce(OrganizationCreated(organization, actor))
        self._reserve(organization, actor)
        self._add_owner(organization, owner, actor)
        return organization

    def check(self, name: str, profile: Profile) -> None:
        """Raise what `create` would, if it could not create this."""
        self._check_name(name)
        self._check_link(profile)

    def rename(self, organization: Organization, name: str, *, actor: Actor) -> None:
        """Rename it; its former names stay reserved and lead to it.

        Raises `NameInvalid` or `OrganizationNameUnavailable`.
        """
        self._check_name(name, organization)
        previous, organization.name = organization.name, name
        self.db.flush()
        self._reserve(organization, actor)
        self.announce(OrganizationRenamed(organization, actor, previous))

    def deactivate(self, organization: Organization, *, actor: Actor) -> None:
        """Hide it; its projects stay. Raises `OrganizationInactive`."""
        if not organization.is_active:
            raise OrganizationInactive(organization.name)
        organization.is_active = False
        self.db.flush()
        self.announce(OrganizationDeactivated(organization, actor))

    def update(self, organization: Organization, profile: Profile, *, actor: Actor) -> None:
        """Change what its page says; a company stays one. Raises `LinkInvalid`."""
        self._check_link(profile)
        queries.lock_organization(self.db, organization.id)
        if organization.orgtype is OrganizationType.COMPANY:
            profile = replace(profile, orgtype=OrganizationType.COMPANY)
        changes = {
            name: (str(getattr(organization, name)), str(value))
            for name, value in vars(profile).items()
            if getattr(organization, name) != value
        }
        if not changes:
            return
        for name in changes:
            setattr(organization, name, getattr(profile, name))
        self.db.flush()
        self.announce(OrganizationUpdated(organization, actor, changes))

    def delete(self, organization: Organization, *, actor: Actor) -> None:
        """Delete it; its names stay reserved for ever.

        Raises `OrganizationNotEmpty` while it owns projects.
        """
        queries.lock_organization(self.db, organization.id, to_delete=True)
        self.announce(OrganizationDeleting(organization, actor))
        owners = tuple(queries.owners_of(self.db, organization.id))
        for name in queries.reservations_of(self.db, organization.id):
            name.organization_id = None
        self.db.delete(organization)
        self.db.flush()
        self.announce(OrganizationDeleted(organization.name, actor, owners))

    def _check_link(self, profile: Profile) -> None:
        if not profile.link_url.startswith(("https://", "http://")):
            raise LinkInvalid(profile.link_url)

    def _check_name(self, name: str, organization: Organization | None = None) -> None:
        """Raise unless the name is free, or was one of its own."""
        if not is_valid_name(name):
            raise NameInvalid(name)
        reserved = queries.reservation_of(self.db, name)
        is_own = (
            reserved is not None
            and organization is not None
            and reserved.organization_id == organization.id
        )
        if reserved is not None and not is_own:
            raise OrganizationNameUnavailable(name)

    def _reserve(self, organization: Organization, actor: Actor) -> None:
        if queries.reservation_of(self.db, organization.name) is not None:
            return
        name = organization.normalized_name
        entry = OrganizationName(normalized_name=name, organization_id=organization.id)
        self.db.add(entry)
        self.db.flush()
        self.announce(OrganizationNameReserved(organization, actor, name))

    def _add_owner(self, organization: Organization, owner: User, actor: Actor) -> None:
        role_name = OrganizationRoleName.OWNER
        role = OrganizationRole(organization=organization, user=owner, role_name=role_name)
        self.db.add(role)
        self.db.flush()
        self.announce(OrganizationRoleAdded(organization, actor, owner, role_name))
        self.announce(OrganizationJoined(owner, actor, organization, role_name))
