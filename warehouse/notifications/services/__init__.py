"""Writes of notifications."""

from warehouse.notifications.services.breakage import BreakageService
from warehouse.notifications.services.digests import DigestService
from warehouse.notifications.services.news import NewsService
from warehouse.notifications.services.subscriptions import SubscriptionService

__all__ = ["BreakageService", "DigestService", "NewsService", "SubscriptionService"]
