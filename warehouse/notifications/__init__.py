"""Telling people what happens to the projects that they follow."""

from pyramid.config import Configurator
from sqlalchemy import false

from warehouse.http import Request
from warehouse.notifications.models import News
from warehouse.notifications.services import (
    BreakageService,
    DigestService,
    NewsService,
    SubscriptionService,
)
from warehouse.notifications.tasks import spread_news


def _news(request: Request) -> NewsService:
    return NewsService(request.db, lambda key: request.enqueue(spread_news, key))


def includeme(config: Configurator) -> None:
    """Register the services, what notes news, and the tasks that tell of them."""
    config.register_service(NewsService, _news)
    config.register_service(
        BreakageService,
        lambda request: BreakageService(request.db, request.service(NewsService)),
    )
    config.register_service(DigestService, lambda request: DigestService(request.db))
    config.register_service(
        SubscriptionService, lambda request: SubscriptionService(request.db)
    )
    config.add_listeners("warehouse.notifications.listeners")
    config.add_listeners("warehouse.notifications.token_listeners")
    config.add_tasks("warehouse.notifications.tasks")
    config.add_long_work(News, running=News.is_spread == false(), task=spread_news)
