"""Configure gunicorn: `gunicorn --config python:warehouse.server.gunicorn_config`.

An event loop in each process sends what is finished and holds the connections; Pyramid
works in threads behind it. The heartbeat comes from the loop and not from the threads,
so an upload of a gigabyte may take longer than `timeout`, while a stuck loop is still
replaced.

The application is loaded once, before the processes are forked, which then share the
memory of it. So gunicorn does not load it anew on `SIGHUP`, but by a new first process on
`SIGUSR2`, followed by `SIGTERM` to the old one; no request is lost by either. Where
`warehouse serve` runs it, gunicorn itself is a fork of a process that has loaded it.
"""

import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from gunicorn.util import import_app

worker_class = "warehouse.server.worker.EdgeWorker"
worker_connections = 2000
workers = 2
timeout = 60
graceful_timeout = 30
keepalive = 15
backlog = 1024

_OBJECTS = 20_000
_TURN_SECONDS = 0.0005
"""How long a thread may keep the others waiting; a page may compute for much longer."""

# The application itself knows which proxies to believe (`TRUSTED_PROXIES`); believing
# headers here as well would let any local client choose its scheme and script name.
forwarded_allow_ips = ""
forwarder_headers = ""

accesslog = None
control_socket_disable = True


def load(application: str) -> Any:
    """Load the application of that name, for the processes forked from this one."""
    # Nearly all that loading makes stays: a fifth of its time went to looking for garbage.
    gc.disable()
    try:
        loaded = import_app(application)
    finally:
        gc.enable()
    _settle()
    return loaded


def on_starting(server: Any) -> None:
    """Load the application, unless this process was forked from one that has it."""
    on_reload(server)
    load(server.app.app_uri)


def _settle() -> None:
    """Keep the garbage collector from writing to memory that forks share."""
    # What is there now stays for ever: looking for garbage in it would make every process
    # write to it, and so have a copy of its own.
    gc.collect()
    gc.freeze()
    # A page of five thousand files makes many objects, none of which is garbage yet.
    gc.set_threshold(_OBJECTS, 10, 50)


def on_reload(server: Any) -> None:
    """Add the processes that take uploads to the `workers` that read."""
    from warehouse.server.handoff import WorkerPools

    work_processes = _number("UPLOAD_WORKERS", 1)
    # What TLS has agreed on with a client does not go with its descriptor.
    if server.cfg.is_ssl:
        work_processes = 0
    server.pools = getattr(server, "pools", None) or WorkerPools(work_processes)
    server.cfg.set("workers", server.cfg.workers + work_processes)
    server.num_workers = server.cfg.workers


def pre_fork(server: Any, worker: Any) -> None:
    """Give a new process its pool."""
    worker.pool = server.pools.next(other.pool for other in server.WORKERS.values())


def post_fork(server: Any, worker: Any) -> None:
    """Schedule upload processes only when a processor is idle.

    Niceness would not do: a processor that runs what is nice is not idle to the scheduler,
    which then lets two others share one. An upload process that waits too long for a
    processor is given no uploads (`handoff.py`).
    """
    if not worker.pool.is_for_work:
        return
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    except (AttributeError, OSError) as error:
        server.log.info("Uploads have the priority of reads: %s", error)


def _keep_metrics() -> None:
    data = os.environ.get("WAREHOUSE_DATA")
    metrics = Path(data, "metrics") if data else Path(tempfile.mkdtemp(prefix="metrics-"))
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)


def post_worker_init(worker: Any) -> None:
    """Have threads that compute give way to the event loop soon."""
    sys.setswitchinterval(_TURN_SECONDS)


def when_ready(server: Any) -> None:
    """Answer Prometheus from this process, on a port of its own."""
    if _metrics_port():
        from warehouse.metrics import serve

        serve(_metrics_port())


def child_exit(server: Any, worker: Any) -> None:
    """Stop counting the gauges of a process that has ended."""
    if _metrics_port():
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(server: Any) -> None:
    """Close the connections that are on their way from one process to another."""
    server.pools.close()


def _metrics_port() -> int:
    return _number("METRICS_PORT", 0)


def _number(setting: str, default: int) -> int:
    """Return the number in a setting, which the application checks and reports on."""
    text = os.environ.get(setting, "")
    return int(text) if text.isdigit() else default


# What counts looks for the place of its metrics when it is imported, and gunicorn imports
# that with its class of workers. So this module imports nothing of the kind at its top.
if _metrics_port():
    _keep_metrics()
