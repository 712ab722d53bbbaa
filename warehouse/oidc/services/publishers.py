"""Registering publishers on projects, and for projects that do not exist yet."""

from dataclasses import replace

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.db.locks import lock_name
from warehouse.flags import Flags
from warehouse.oidc import queries
from warehouse.oidc.errors import (
    AddressUnverified,
    AlreadyConstrained,
    IssuerNotAllowed,
    PendingExists,
    ProviderDisabled,
    PublisherExists,
    PublisherUnknown,
    TooManyPending,
    TooManyRegistrations,
)
from warehouse.oidc.identities import (
    GenericIdentity,
    GitHubIdentity,
    GitLabIdentity,
    PublisherIdentity,
    identity_of,
)
from warehouse.oidc.issuers import Issuers
from warehouse.oidc.models import OIDCPublisher, PendingOIDCPublisher
from warehouse.oidc.signals import (
    PendingReified,
    PublisherAdded,
    PublisherRemoved,
    pending_added,
    pending_removed,
)
from warehouse.organizations.errors import OrganizationInactive
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import lock_organization
from warehouse.packaging.models import Project
from warehouse.packaging.services import OwnershipService, ProjectService
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter
from warehouse.security import Actor
from warehouse.security.addresses import network_of
from warehouse.settings import TrustedPublishingSettings
from warehouse.signals import Announce

MOST_PENDING = 3
"""How many publishers one person may wait for."""

DISABLED = "disallow-oidc"


class PublisherService:
    """Adds, narrows and removes publishers."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        projects: ProjectService,
        ownership: OwnershipService,
        limiter: RateLimiter,
        flags: Flags,
        issuers: Issuers,
        settings: TrustedPublishingSettings,
    ) -> None:
        self.db, self.announce = db, announce
        self.projects, self.ownership = projects, ownership
        self.limiter, self.flags = limiter, flags
        self.issuers, self.settings = issuers, settings

    def attach(
        self, project: Project, identity: PublisherIdentity, *, actor: Actor
    ) -> OIDCPublisher:
        """Let a publisher publish in a project.

        Raises `ProviderDisabled`, `IssuerNotAllowed`, `TooManyRegistrations` or
        `PublisherExists`.
        """
        self._require_open(identity)
        self._take(actor)
        publisher = self._joined(project, identity)
        self.announce(PublisherAdded(project, actor, publisher))
        return publisher

    def detach(self, project: Project, publisher: OIDCPublisher, *, actor: Actor) -> None:
        """Let a publisher publish in a project no longer; raises `PublisherUnknown`.

        The publisher goes with its last project, and its tokens with it.
        """
        self._lock()
        self._require_attached(project, publisher)
        self.announce(PublisherRemoved(project, actor, publisher))
        self._leave(project, publisher)

    def constrain(
        self, project: Project, publisher: OIDCPublisher, environment: str, *, actor: Actor
    ) -> OIDCPublisher:
        """Replace a publisher by the same one in a single environment.

        Raises `PublisherUnknown`, `AlreadyConstrained` or `PublisherExists`.
        """
        identity = identity_of(publisher)
        if not isinstance(identity, GitHubIdentity | GitLabIdentity):
            raise AlreadyConstrained
        if identity.environment or not environment:
            raise AlreadyConstrained
        self._lock()
        self._require_attached(project, publisher)
        narrowed = self._joined(project, replace(identity, environment=environment))
        self.announce(PublisherAdded(project, actor, narrowed, is_constrained=True))
        self.announce(PublisherRemoved(project, actor, publisher, is_constrained=True))
        self._leave(project, publisher)
        return narrowed

    def add_pending(
        self,
        name: str,
        identity: PublisherIdentity,
        *,
        user: User,
        organization: Organization | None = None,
        actor: Actor,
    ) -> PendingOIDCPublisher:
        """Have a publisher make a project when it publishes for the first time.

        The project is the user's, or belongs to the organization. Raises what `attach`
        does, `AddressUnverified`, `TooManyPending`, `PendingExists`,
        `ProjectNameUnavailable` of packaging, or `OrganizationInactive`.
        """
        self._require_open(identity)
        if not user.has_verified_primary_email:
            raise AddressUnverified
        self._require_room(user, organization)
        problem = self.projects.objection_to(name, organization or user)
        if problem is not None:
            raise problem
        if queries.pending_alike(self.db, identity) is not None:
            raise PendingExists
        self._take(actor)
        pending: PendingOIDCPublisher = identity.PENDING(
            project_name=name,
            added_by=user,
            owning_organization=organization,
            **identity.columns(),
        )
        self.db.add(pending)
        self.db.flush()
        self.announce(pending_added(pending, actor))
        return pending

    def remove_pending(self, pending: PendingOIDCPublisher, *, actor: Actor) -> None:
        """Wait for a publisher no longer."""
        self.announce(pending_removed(pending, actor))
        self.db.delete(pending)
        self.db.flush()

    def reify(self, pending: PendingOIDCPublisher, *, actor: Actor) -> OIDCPublisher:
        """Make the project of a pending publisher, which publishes there from now on.

        Raises `RegistrationClosed` or `ProjectNameUnavailable` of packaging, or
        `OrganizationInactive`. Whoever waited for it owns the project, or the
        organization for which they did.
        """
        user, organization = pending.added_by, pending.owning_organization
        identity, name = identity_of(pending), pending.project_name
        self._lock()
        if organization is None:
            self.projects.lock(name)
            owner = replace(actor, user=user)
            project = self.projects.create_for_publisher(name, actor=owner)
        else:
            project = self.ownership.create_for_publisher(name, organization, actor=actor)
        publisher = self._joined(project, identity)
        added = PublisherAdded(project, replace(actor, user=user), publisher, True)
        self.announce(added)
        self.announce(PendingReified(pending, added))
        self.db.delete(pending)
        self.db.flush()
        self.limiter.clear(*self._charges(replace(actor, user=user)))
        return publisher

    def _require_room(self, user: User, organization: Organization | None) -> None:
        """Raise unless one more may be waited for; organizations have no limit."""
        if organization is None:
            self._lock()
            if len(queries.pending_of(self.db, user.id)) >= MOST_PENDING:
                raise TooManyPending(MOST_PENDING)
            return
        lock_organization(self.db, organization.id)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        self._lock()

    def _require_open(self, identity: PublisherIdentity) -> None:
        flag = identity.FLAG
        if self.flags.is_on(DISABLED) or (flag is not None and self.flags.is_on(flag)):
            raise ProviderDisabled
        if isinstance(identity, GenericIdentity | GitLabIdentity):
            is_custom = isinstance(identity, GenericIdentity)
            if not self.issuers.may_be_used(identity.issuer, is_generic=is_custom):
                raise IssuerNotAllowed(identity.issuer)

    def _joined(self, project: Project, identity: PublisherIdentity) -> OIDCPublisher:
        self._lock()
        publisher = queries.publisher_alike(self.db, identity)
        if publisher is None:
            publisher = identity.MODEL(**identity.columns())
            self.db.add(publisher)
        elif queries.is_attached(self.db, publisher.id, project.id):
            raise PublisherExists
        publisher.projects.append(project)
        self.db.flush()
        return publisher

    def _leave(self, project: Project, publisher: OIDCPublisher) -> None:
        publisher.projects.remove(project)
        self.db.flush()
        if not publisher.projects:
            self.db.delete(publisher)
            self.db.flush()

    def _require_attached(self, project: Project, publisher: OIDCPublisher) -> None:
        if not queries.is_attached(self.db, publisher.id, project.id):
            raise PublisherUnknown

    def _lock(self) -> None:
        """Let nobody else change who publishes, since projects share the rows."""
        lock_name(self.db, "oidc/publishers")

    def _take(self, actor: Actor) -> None:
        try:
            self.limiter.take(*self._charges(actor))
        except LimitReached as error:
            raise TooManyRegistrations(error.charge.limit, error.seconds) from error

    def _charges(self, actor: Actor) -> list[Charge]:
        found = []
        if actor.user is not None:
            keys = ("oidc.register.user", str(actor.user.id))
            found.append(Charge(self.settings.registrations_per_user, keys))
        if actor.address is not None:
            keys = ("oidc.register.address", network_of(actor.address))
            found.append(Charge(self.settings.registrations_per_address, keys))
        return found
