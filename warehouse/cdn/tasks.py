"""Tasks that deliver purges to the CDN: after each one, and every few seconds."""

from datetime import timedelta

from celery.schedules import schedule
from pyramid.registry import Registry

from warehouse.cdn.delivery import Delivery
from warehouse.http import Request
from warehouse.tasks import Dispatcher, task


@task(every=schedule(timedelta(seconds=5)))
def tell_cdn(request: Request) -> None:
    """Deliver all purges that are due."""
    request.service(Delivery).tell()


def deliver_soon(registry: Registry) -> None:
    """Have a worker deliver a purge at once."""
    registry[Dispatcher].send(tell_cdn, (), registry=registry)
