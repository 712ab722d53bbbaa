"""Background work of trusted publishing."""

from celery.schedules import crontab

from warehouse.http import Request
from warehouse.oidc.services import ExchangeService
from warehouse.tasks import task


@task(every=crontab(minute=15, hour=6))
def forget_used_tokens(request: Request) -> None:
    """Delete what is known of identity tokens that nobody accepts any more."""
    gone = request.service(ExchangeService).forget()
    if gone:
        request.log.info("used_identity_tokens_forgotten", count=gone)
