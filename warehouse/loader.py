"""`python -m warehouse.loader`: what `warehouse serve` forks its own processes from.

It loads the application once. Its forks do one of the jobs below: migrations before the
first request, the web server, the background worker, and the welcome to a new index.
"""

import logging
import os
import socket
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from warehouse.cli import mendable
from warehouse.embedded import EmbeddedError
from warehouse.embedded.forkserver import ForkServer, Job
from warehouse.server import gunicorn_config


@click.command()
@click.argument("application")
def main(application: str) -> None:
    """Load APPLICATION, and fork what the supervisor at standard input asks for."""
    control = socket.socket(fileno=sys.stdin.fileno())
    try:
        loaded = gunicorn_config.load(application)
        jobs: dict[str, Job] = {
            "prepare": _prepare,
            "web": _serve,
            "worker": partial(_work, loaded),
            "welcome": partial(_welcome, loaded),
        }
        job = ForkServer(control, jobs).run()
        if job is not None:
            job()
    except SystemExit:
        # How gunicorn and Celery end; nothing needs to be looked up for it.
        raise
    except mendable() as error:
        raise click.ClickException(" ".join(str(error).split())) from error


def _prepare(arguments: Sequence[str]) -> None:
    """Bring the database up to date, unless it comes from newer code."""
    from warehouse.db.migrate import is_ahead, upgrade

    url = os.environ["DATABASE_URL"]
    if is_ahead(url):
        raise EmbeddedError(
            "The database was made by a newer Warehouse than this one: run that "
            "version, or restore a backup made with this one."
        )
    upgrade(url)


def _serve(arguments: Sequence[str]) -> None:
    """Run gunicorn with these arguments."""
    from warehouse.server.launch import launch

    launch(arguments)


def _work(application: Any, arguments: Sequence[str]) -> None:
    """Run the background worker, with the state of its schedule in this file."""
    from celery import Celery

    from warehouse.tasks.background import work

    [schedule] = arguments
    sys.exit(work(application.registry[Celery], Path(schedule)))


def _welcome(application: Any, arguments: Sequence[str]) -> None:
    """Print how to sign in and upload, if the index at this URL is new."""
    from warehouse.cli.first_start import prepare

    # What this prints is shown as it is.
    logging.disable(logging.INFO)
    [url] = arguments
    text = prepare(application.registry, url)
    if text is not None:
        click.echo(text)


if __name__ == "__main__":
    main()
