"""Applying for organizations, and deciding."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from packaging.utils import canonicalize_name
from sqlalchemy import delete
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.db.locks import lock_name
from warehouse.organizations import queries
from warehouse.organizations.application_signals import (
    ApplicationApproved,
    ApplicationDeclined,
    ApplicationSubmitted,
    InformationRequested,
    OrganizationApproved,
)
from warehouse.organizations.errors import (
    ApplicationExists,
    TooManyApplications,
)
from warehouse.organizations.models import (
    ApplicationMessage,
    ApplicationStatus,
    MembershipSize,
    MessageKind,
    Organization,
    OrganizationApplication,
)
from warehouse.organizations.services.conversations import Conversation
from warehouse.organizations.services.organizations import OrganizationService, Profile
from warehouse.security import Actor
from warehouse.signals import Announce

MOST_OPEN = 3
"""Undecided applications that one person may have."""

KEPT_DECLINED = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody applies for."""

    name: str
    profile: Profile
    membership_size: MembershipSize
    usage: str


class ApplicationService:
    """Takes applications, and does what staff decide about them."""

    def __init__(
        self, db: Session, announce: Announce, organizations: OrganizationService
    ) -> None:
        self.db, self.announce, self._organizations = db, announce, organizations
        self._conversation = Conversation(db, ApplicationMessage)

    def submit(
        self, user: User, wanted: Wanted, *, actor: Actor
    ) -> OrganizationApplication:
        """Apply for an organization.

        Raises `NameInvalid`, `OrganizationNameUnavailable`, `ApplicationExists`,
        `TooManyApplications` or `LinkInvalid`.
        """
        lock_name(self.db, f"applications of {user.id}")
        self._check(user, wanted)
        application = OrganizationApplication(
            name=wanted.name,
            normalized_name=canonicalize_name(wanted.name),
            membership_size=wanted.membership_size,
            usage=wanted.usage,
            submitted_by=user,
            **vars(wanted.profile),
        )
        self.db.add(application)
        self.db.flush()
        self.announce(ApplicationSubmitted(application, actor))
        return application

    def approve(
        self, application: OrganizationApplication, *, message: str, actor: Actor
    ) -> Organization:
        """Make the organization, with the applicant as its owner.

        Others who applied for its name are declined. Raises `ApplicationDecided` or
        `OrganizationNameUnavailable`.
        """
        self._conversation.lock_open(application)
        profile = Profile(
            display_name=application.display_name,
            orgtype=application.orgtype,
            link_url=application.link_url,
            description=application.description,
        )
        organization = self._organizations.create(
            application.name, profile, owner=application.submitted_by, actor=actor
        )
        application.organization = organization
        self._conversation.enter(application, ApplicationStatus.APPROVED)
        self.announce(OrganizationApproved(organization, actor))
        self.announce(ApplicationApproved(application, actor, message))
        for other in queries.open_applications_for(self.db, application.normalized_name):
            self._conversation.enter(other, ApplicationStatus.DECLINED)
            self.announce(ApplicationDeclined(other, actor))
        return organization

    def decline(
        self, application: OrganizationApplication, *, message: str, actor: Actor
    ) -> None:
        """Decline an application; raises `ApplicationDecided`."""
        self._conversation.lock_open(application)
        self._conversation.enter(application, ApplicationStatus.DECLINED)
        self.announce(ApplicationDeclined(application, actor, message))

    def defer(self, application: OrganizationApplication) -> None:
        """Put an application off; raises `ApplicationDecided`."""
        self._conversation.lock_open(application)
        self._conversation.enter(application, ApplicationStatus.DEFERRED)

    def ask(self, application: OrganizationApplication, text: str, *, actor: Actor) -> None:
        """Ask the applicant something; raises `ApplicationDecided`."""
        self._conversation.lock_open(application)
        self._conversation.ask(application, text, actor)
        self.announce(InformationRequested(application, actor, text))

    def note(
        self, application: OrganizationApplication, text: str, *, actor: Actor
    ) -> None:
        """Add what staff say among themselves."""
        self._conversation.say(application, MessageKind.NOTE, text, actor)

    def answer(
        self, application: OrganizationApplication, text: str, *, actor: Actor
    ) -> None:
        """Answer what staff asked; raises `ApplicationDecided` or `NothingAsked`."""
        self._conversation.lock_open(application)
        self._conversation.answer(application, text, actor)

    def sweep(self) -> int:
        """Delete applications that were declined long ago; return how many."""
        over = (
            delete(OrganizationApplication)
            .where(OrganizationApplication.status == ApplicationStatus.DECLINED)
            .where(OrganizationApplication.updated < datetime.now(UTC) - KEPT_DECLINED)
        )
        return len(self.db.scalars(over.returning(OrganizationApplication.id)).all())

    def _check(self, user: User, wanted: Wanted) -> None:
        self._organizations.check(wanted.name, wanted.profile)
        mine = [
            each
            for each in queries.applications_of(self.db, user.id)
            if each.status.is_open
        ]
        normalized = canonicalize_name(wanted.name)
        if normalized in {each.normalized_name for each in mine}:
            raise ApplicationExists(wanted.name)
        if len(mine) >= MOST_OPEN:
            raise TooManyApplications
