"""What owners are told of actions of staff, and their appeals against them."""

from pyramid.config import Configurator
from sqlalchemy import select

from warehouse.appeals.models import Appeal, AppealStatus
from warehouse.appeals.services import AppealService, NoticeService
from warehouse.http import Request
from warehouse.rate_limiting import RateLimiter
from warehouse.security import LinkSigner, Permission


def includeme(config: Configurator) -> None:
    """Register the services, the listeners, and what waits for staff."""
    config.register_service(AppealService, _appeals)
    config.register_service(
        NoticeService, lambda request: NoticeService(request.db, request.announce)
    )
    config.add_listeners("warehouse.appeals.listeners")
    config.add_purge_rules("warehouse.appeals.caching")
    config.add_need(
        title="Appeals",
        permission=Permission.ADMIN_APPEALS_READ,
        route="admin.appeals",
        query={"q": "is:open"},
        waiting=select(Appeal.changed).where(Appeal.status == AppealStatus.OPEN),
    )


def _appeals(request: Request) -> AppealService:
    return AppealService(
        request.db,
        request.announce,
        links=request.registry[LinkSigner],
        limiter=request.service(RateLimiter),
        limit=request.settings.staff.appeals,
    )
