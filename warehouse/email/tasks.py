"""Tasks that send mail: each message after its commit, and what was left over."""

from datetime import timedelta
from uuid import UUID

from celery.schedules import schedule

from warehouse.email.delivery import MailDelivery
from warehouse.email.transport import Transport
from warehouse.http import Request
from warehouse.tasks import task


@task()
def deliver_mail(request: Request, key: str) -> None:
    """Send one message."""
    MailDelivery(request.db, request.registry[Transport]).deliver(UUID(key))


@task(every=schedule(timedelta(seconds=30)))
def sweep_mail(request: Request) -> None:
    """Send what is due: put off, or left by a worker that was killed."""
    if Transport not in request.registry:
        return
    for key in MailDelivery(request.db, request.registry[Transport]).due():
        request.enqueue(deliver_mail, str(key))
