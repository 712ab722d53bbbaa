"""`warehouse web`, `worker` and `beat`: one process each, for deployment.

`warehouse serve` runs the same web server, and a worker that has the schedule in it.
"""

import multiprocessing
import os
import sys
from pathlib import Path

import click

FRUGAL = {"MALLOC_ARENA_MAX": "2"}
"""Keeps glibc from setting memory aside for every thread of a web process."""

APPLICATION = "warehouse.asgi:application"
TASKS = "warehouse.worker:app"


def web_arguments(
    bind: str, workers: int, application: str = APPLICATION
) -> tuple[str, ...]:
    """Return the arguments of gunicorn for listening on `bind`."""
    return (
        *("--config", "python:warehouse.server.gunicorn_config"),
        *("--bind", bind, "--workers", str(workers), application),
    )


def web_command(bind: str, workers: int) -> tuple[str, ...]:
    """Return the command line of the web server for listening on `bind`.

    It is gunicorn's command, which can replace itself by a new one on `SIGUSR2`; as
    `python -m gunicorn` it would look for the standard library in its own folder then.
    """
    gunicorn = Path(sys.executable).with_name("gunicorn")
    return (str(gunicorn), *web_arguments(bind, workers))


def worker_command(concurrency: int, pool: str = "prefork") -> tuple[str, ...]:
    """Return the command line of the background worker."""
    return (
        *(sys.executable, "-m", "celery", "--quiet", "--app", TASKS, "worker"),
        *("--concurrency", str(concurrency), "--loglevel", "INFO", "--pool", pool),
        *("--without-gossip", "--without-mingle"),
    )


def suitable_pool() -> str:
    """Return the worker's pool: processes, or threads where there are no semaphores."""
    try:
        multiprocessing.Semaphore()
    except (OSError, ImportError) as error:
        click.echo(
            f"Tasks run in threads, because semaphores cannot be made here ({error}): "
            f"let /dev/shm be written for them to run in processes.",
            err=True,
        )
        return "threads"
    return "prefork"


def beat_command(schedule: Path) -> tuple[str, ...]:
    """Return the command line of the scheduler, with its state in the file `schedule`."""
    return (
        *(sys.executable, "-m", "celery", "--quiet", "--app", TASKS, "beat"),
        *("--schedule", str(schedule), "--pidfile", "", "--loglevel", "INFO"),
    )


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 256))
def web(host: str, port: int, workers: int) -> None:
    """Run the web server, and nothing else."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    os.environ.update({**FRUGAL, **os.environ})
    _become(web_command(bind, workers))


@click.command()
@click.option("--concurrency", default=2, show_default=True, type=click.IntRange(1, 256))
def worker(concurrency: int) -> None:
    """Run the background worker, and nothing else."""
    _become(worker_command(concurrency, suitable_pool()))


@click.command()
@click.option(
    "--schedule",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that remembers when what ran.  [default: <data>/beat/schedule]",
)
def beat(schedule: Path | None) -> None:
    """Run the scheduler; there must be one of it."""
    path = schedule or Path(os.environ.get("WAREHOUSE_DATA", "var"), "beat", "schedule")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sentence = f"Cannot keep the schedule in {path}: {error.strerror}."
        raise click.ClickException(sentence) from error
    _become(beat_command(path))


def _become(command: tuple[str, ...]) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(command[0], command)  # noqa: S606 (it replaces us, so signals reach it)
