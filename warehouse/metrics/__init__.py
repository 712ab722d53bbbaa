"""Metrics for Prometheus, served on a port of their own.

Each web process keeps its figures in a file of the directory that
`PROMETHEUS_MULTIPROC_DIR` names (`warehouse/server/gunicorn_config.py` sets it), and the
first process of gunicorn, which answers Prometheus, adds them up.
"""

import time
from collections.abc import Callable

import redis
import structlog
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    start_http_server,
)
from prometheus_client.multiprocess import MultiProcessCollector
from pyramid.config import Configurator
from pyramid.registry import Registry
from pyramid.response import Response

from warehouse.http import Request
from warehouse.metrics.refusals import RefusalCounts

log = structlog.get_logger(__name__)

REQUESTS = Counter(
    "warehouse_requests_total", "Answers given", ["route", "method", "status"]
)
SECONDS = Histogram(
    "warehouse_request_seconds", "Time from request to answer, in seconds", ["route"]
)
REFUSALS = Counter("warehouse_upload_refusals_total", "Uploads refused", ["reason"])


def serve(port: int) -> None:
    """Answer Prometheus on `port` for all web processes, from a thread of this one."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    start_http_server(port, registry=registry)
    log.info("metrics_served", port=port)


def timing_tween_factory(
    handler: Callable[[Request], Response], registry: Registry
) -> Callable[[Request], Response]:
    """Count and time every answer by the name of its route."""

    def timing_tween(request: Request) -> Response:
        started = time.perf_counter()
        response = handler(request)
        route = request.matched_route.name if request.matched_route else "none"
        SECONDS.labels(route).observe(time.perf_counter() - started)
        REQUESTS.labels(route, request.method, response.status_code).inc()
        return response

    return timing_tween


def includeme(config: Configurator) -> None:
    """Time every request, and provide `request.service(RefusalCounts)`."""
    config.add_tween("warehouse.metrics.timing_tween_factory")
    config.register_service(
        RefusalCounts, lambda request: RefusalCounts(request.registry[redis.Redis])
    )
