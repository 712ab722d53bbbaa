"""Applying for namespaces, and deciding.

Each method locks the organization before the application, as whatever deletes both does.
"""

from packaging.utils import canonicalize_name
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.accounts.spending import spend
from warehouse.namespaces import queries
from warehouse.namespaces.errors import NamespaceInUse, NamespaceRequested
from warehouse.namespaces.models import Namespace, NamespaceApplication, NamespaceMessage
from warehouse.namespaces.services.namespaces import NamespaceService
from warehouse.namespaces.signals import (
    NamespaceClaimed,
    NamespaceDeclined,
    NamespaceQuestioned,
    NamespaceSought,
    NamespaceWithdrawn,
)
from warehouse.organizations.errors import TooManyApplications
from warehouse.organizations.models import ApplicationStatus, MessageKind, Organization
from warehouse.organizations.queries import lock_organization
from warehouse.organizations.services.applications import MOST_OPEN
from warehouse.organizations.services.conversations import Conversation
from warehouse.rate_limiting import RateLimiter, charges
from warehouse.security import Actor
from warehouse.signals import Announce


class NamespaceApplicationService:
    """Takes applications for namespaces, and does what staff decide about them."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        namespaces: NamespaceService,
        limiter: RateLimiter,
        limit: str,
        grants_at_once: bool,
    ) -> None:
        self.db, self.announce, self._namespaces = db, announce, namespaces
        self._limiter, self._limit = limiter, limit
        self._grants_at_once = grants_at_once
        self._conversation = Conversation(db, NamespaceMessage)

    def apply(
        self, organization: Organization, name: str, *, reason: str, by: User, actor: Actor
    ) -> NamespaceApplication:
        """Ask for a namespace; it is granted at once where staff need not decide.

        Raises what `NamespaceService.check` does, `NamespaceRequested`,
        `TooManyApplications` or `TooManyRequests`.
        """
        self._check(organization, name)
        spend(self._limiter, *charges(self._limit, "namespace", "user", str(by.id)))
        application = NamespaceApplication(
            **{"name": name, "normalized_name": canonicalize_name(name)},
            **{"organization": organization, "reason": reason, "asked_by": by.username},
        )
        self.db.add(application)
        self.db.flush()
        if self._grants_at_once and not self._is_in_use(application, actor):
            self.approve(application, message="", actor=actor)
        else:
            self.announce(NamespaceSought(organization, actor, name))
        return application

    def withdraw(self, application: NamespaceApplication, *, actor: Actor) -> None:
        """Delete an application; raises `ApplicationDecided` or `ApplicationGone`."""
        self._lock_open(application)
        organization, name = application.organization, application.name
        self.db.delete(application)
        self.db.flush()
        self.announce(NamespaceWithdrawn(organization, actor, name))

    def answer(self, application: NamespaceApplication, text: str, *, actor: Actor) -> None:
        """Answer what staff asked; raises what `withdraw` does, or `NothingAsked`."""
        self._lock_open(application)
        self._conversation.answer(application, text, actor)

    def approve(
        self, application: NamespaceApplication, *, message: str, actor: Actor
    ) -> Namespace:
        """Grant what is asked for; raises what `withdraw` and `grant` do."""
        self._lock_open(application)
        granted = self._namespaces.grant(
            application.organization, application.name, actor=actor, message=message
        )
        self._conversation.enter(application, ApplicationStatus.APPROVED)
        return granted

    def decline(
        self, application: NamespaceApplication, *, message: str, actor: Actor
    ) -> None:
        """Decline an application; raises what `withdraw` does."""
        self._lock_open(application)
        self._conversation.enter(application, ApplicationStatus.DECLINED)
        organization, name = application.organization, application.name
        self.announce(NamespaceDeclined(organization, actor, name, message))

    def ask(self, application: NamespaceApplication, text: str, *, actor: Actor) -> None:
        """Ask the owners something; raises what `withdraw` does."""
        self._lock_open(application)
        self._conversation.ask(application, text, actor)
        self.announce(NamespaceQuestioned(application, actor, text))

    def note(self, application: NamespaceApplication, text: str, *, actor: Actor) -> None:
        """Add what staff say among themselves."""
        self._conversation.say(application, MessageKind.NOTE, text, actor)

    def _check(self, organization: Organization, name: str) -> None:
        normalized = self._namespaces.check(organization, name)
        found = queries.namespace_applications_of(self.db, organization)
        waiting = [each.normalized_name for each in found if each.status.is_open]
        if normalized in waiting:
            raise NamespaceRequested(name)
        if len(waiting) >= MOST_OPEN:
            raise TooManyApplications

    def _is_in_use(self, application: NamespaceApplication, actor: Actor) -> bool:
        """Return whether others have something in it, so that staff decide after all."""
        claimed = NamespaceClaimed(application.organization, actor, application.name)
        try:
            self.announce(claimed)
        except NamespaceInUse:
            return True
        return False

    def _lock_open(self, application: NamespaceApplication) -> None:
        lock_organization(self.db, application.organization_id)
        self._conversation.lock_open(application)
