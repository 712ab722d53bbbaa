"""Noting what happened to projects, and telling who follows them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import User
from warehouse.notifications import queries
from warehouse.notifications.models import (
    DigestEntry,
    How,
    Kind,
    News,
    Subscription,
)
from warehouse.notifications.services.apart import apart
from warehouse.notifications.services.subscriptions import SubscriptionService
from warehouse.packaging.models import Project

AT_ONCE = 200
"""People who are told in one transaction."""

KEPT_FOR = timedelta(days=60)


class NewsService:
    """Notes news in the transaction they are about; tasks tell of them in steps."""

    def __init__(
        self, db: Session, enqueue: Callable[[str], None], *, at_once: int = AT_ONCE
    ) -> None:
        self.db, self._enqueue, self._at_once = db, enqueue, at_once

    def note(
        self,
        project: Project,
        kind: Kind,
        event: str,
        *,
        version: str | None = None,
        detail: str = "",
        told: Iterable[UUID] = (),
    ) -> None:
        """Have those who follow a project told, except who is told otherwise.

        Of a private one nobody hears who may not read it at that moment.
        """
        if project.is_private:
            SubscriptionService(self.db).end_for_strangers(project)
        if not queries.is_wanted(self.db, project.id, kind):
            return
        news = News(
            id=uuid4(),
            project_id=project.id,
            project_name=project.name,
            kind=kind,
            event=event,
            version=version,
            detail=detail,
            told=list(told),
        )
        self.db.add(news)
        self._enqueue(str(news.id))

    def spread_some(self, news_id: UUID, write: Callable[[User, News], None]) -> bool:
        """Tell the next of those who want to know; return whether there are more.

        Whoever wants a digest gets an entry in it, and `write` writes to the others.
        """
        news = self.db.get(News, news_id, with_for_update=True)
        if news is None or news.is_spread:
            return False
        found = self._next(news)
        for each in found:
            user = each.user
            if user.id in news.told or not user.is_active or user.is_frozen:
                continue
            if each.how == How.DAILY:
                self._keep(user.id, news.id)
            elif each.how == How.AT_ONCE:
                with apart(self.db, "news_not_written", user_id=str(user.id)):
                    write(user, news)
        if found:
            news.reached = found[-1].id
        news.touched, news.is_spread = datetime.now(UTC), len(found) < self._at_once
        return not news.is_spread

    def forget(self) -> int:
        """Delete news that are old; return how many."""
        before = datetime.now(UTC) - KEPT_FOR
        old = delete(News).where(News.created < before, News.is_spread)
        return len(self.db.scalars(old.returning(News.id)).all())

    def _next(self, news: News) -> Sequence[Subscription]:
        wanted = (
            select(Subscription)
            .where(Subscription.project_id == news.project_id)
            .where(Subscription.kinds.contains([news.kind]))
            .where(Subscription.created <= news.created)
            .order_by(Subscription.id)
            .limit(self._at_once)
            .options(joinedload(Subscription.user))
        )
        if news.reached is not None:
            wanted = wanted.where(Subscription.id > news.reached)
        return self.db.scalars(wanted).all()

    def _keep(self, user_id: UUID, news_id: UUID) -> None:
        entry = insert(DigestEntry).values(user_id=user_id, news_id=news_id)
        self.db.execute(entry.on_conflict_do_nothing())
