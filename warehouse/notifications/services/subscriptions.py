"""Following projects, and the feed of one's own."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.db.locks import lock_name
from warehouse.deletions.models import Deletion, DeletionKind
from warehouse.notifications.errors import TooManyFollowed
from warehouse.notifications.models import (
    DigestEntry,
    How,
    Kind,
    News,
    OrganizationFeed,
    PersonalFeed,
    Subscription,
)
from warehouse.notifications.queries import hash_of
from warehouse.organizations.models import Organization
from warehouse.packaging.models import Project
from warehouse.packaging.queries import select_readers_of

USUAL = (Kind.RELEASE, Kind.YANK, Kind.DELETION, Kind.VULNERABILITY)
"""What somebody is told who follows a project and chooses nothing."""

MOST_FOLLOWED = 1000
"""Projects that one person may follow."""

_SECRET_BYTES = 32


class SubscriptionService:
    """Stores what people want to be told."""

    def __init__(self, db: Session) -> None:
        self.db = db

    def follow(
        self,
        user: User,
        project: Project,
        *,
        kinds: Iterable[Kind] = USUAL,
        how: How = How.DAILY,
    ) -> None:
        """Tell a person of these things about a project from now on.

        Raises `TooManyFollowed` for one more project than anybody may follow.
        """
        self._check_number(user.id, project.id)
        chosen = {
            "project_name": project.name,
            "kinds": [kind for kind in Kind if kind in set(kinds)],
            "how": how,
        }
        self.db.execute(
            insert(Subscription)
            .values(user_id=user.id, project_id=project.id, **chosen)
            .on_conflict_do_update(index_elements=["user_id", "project_id"], set_=chosen)
        )
        self.db.expire_all()

    def unfollow(self, user_id: UUID, project_id: UUID) -> None:
        """Tell a person nothing more about a project."""
        self.db.execute(
            delete(Subscription).where(
                Subscription.user_id == user_id, Subscription.project_id == project_id
            )
        )

    def end_for_strangers(self, project: Project) -> None:
        """Tell nobody more about a private project who may not read it."""
        news = select(News.id).where(News.project_id == project.id)
        readers = select_readers_of(project.id)
        waiting = delete(DigestEntry).where(
            DigestEntry.news_id.in_(news), DigestEntry.user_id.not_in(readers)
        )
        following = delete(Subscription).where(
            Subscription.project_id == project.id, Subscription.user_id.not_in(readers)
        )
        for each in (waiting, following):
            self.db.execute(each.execution_options(synchronize_session=False))

    def stop_mail(self, user_id: UUID, project_id: UUID) -> None:
        """Write a person no more mail about a project; it stays in their feed."""
        self.db.execute(
            update(Subscription)
            .where(Subscription.user_id == user_id, Subscription.project_id == project_id)
            .values(how=How.FEED)
        )

    def renew_feed(self, user: User) -> str:
        """Give the feed of a person another address; return the secret in it."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        stored = {"secret_hash": hash_of(secret)}
        self.db.execute(
            insert(PersonalFeed)
            .values(user_id=user.id, **stored)
            .on_conflict_do_update(index_elements=["user_id"], set_=stored)
        )
        return secret

    def close_feed(self, user: User) -> None:
        """Have the feed of a person at no address any more."""
        self.db.execute(delete(PersonalFeed).where(PersonalFeed.user_id == user.id))

    def renew_organization_feed(self, user: User, organization: Organization) -> str:
        """Give the feed of a member another address; return the secret in it."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        stored = {"secret_hash": hash_of(secret)}
        self.db.execute(
            insert(OrganizationFeed)
            .values(user_id=user.id, organization_id=organization.id, **stored)
            .on_conflict_do_update(
                index_elements=["user_id", "organization_id"], set_=stored
            )
        )
        return secret

    def close_organization_feed(self, user_id: UUID, organization_id: UUID) -> None:
        """Have the feed of a member at no address any more."""
        self.db.execute(
            delete(OrganizationFeed).where(
                OrganizationFeed.user_id == user_id,
                OrganizationFeed.organization_id == organization_id,
            )
        )

    def forget_gone(self) -> int:
        """Delete what is said of projects that cannot be restored; return how many."""
        there = select(Project.id).where(Project.id == Subscription.project_id)
        kept = select(Deletion.id).where(
            Deletion.project_id == Subscription.project_id,
            Deletion.kind == DeletionKind.PROJECT,
        )
        gone = delete(Subscription).where(~there.exists(), ~kept.exists())
        return len(self.db.scalars(gone.returning(Subscription.id)).all())

    def _check_number(self, user_id: UUID, project_id: UUID) -> None:
        lock_name(self.db, f"follow/{user_id}")
        others = select(func.count()).where(
            Subscription.user_id == user_id, Subscription.project_id != project_id
        )
        if (self.db.scalar(others) or 0) >= MOST_FOLLOWED:
            raise TooManyFollowed(MOST_FOLLOWED)
