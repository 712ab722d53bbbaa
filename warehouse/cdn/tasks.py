"""Telling the CDN: after every purge, and every few seconds what that has missed."""

from datetime import timedelta

from celery.schedules import schedule
from pyramid.registry import Registry

from warehouse.cdn.delivery import Teller
from warehouse.http import Request
from warehouse.tasks import Dispatcher, task


@task(every=schedule(timedelta(seconds=5)))
def tell_cdn(request: Request) -> None:
    """Tell the CDN all that it is to be told now."""
    request.service(Teller).tell()


def follow(registry: Registry) -> None:
    """Have a worker tell the CDN at once."""
    registry[Dispatcher].send(tell_cdn, (), registry=registry)
