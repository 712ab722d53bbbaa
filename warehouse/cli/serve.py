"""`warehouse serve`: from an empty directory to a running index, in one process tree."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from warehouse.cli.processes import (
    APPLICATION,
    FRUGAL,
    TASKS,
    beat_command,
    web_command,
    worker_command,
)
from warehouse.embedded import DataDirectory, EmbeddedError, Plan, Program, Supervisor

_DEFAULTS = {
    # So that an index can be filled with what already exists elsewhere.
    "WHEEL_NAMES": "any",
    "DESCRIPTION_ERRORS": "accept",
}


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 256),
    help="Web processes.",
)
@click.option(
    "--data",
    envvar="WAREHOUSE_DATA",
    default="var",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory everything is kept in.",
)
def serve(host: str, port: int, workers: int, data: Path) -> None:
    """Run the whole index on this machine until Ctrl-C.

    Starts PostgreSQL and Valkey unless DATABASE_URL and REDIS_URL name others, brings
    the database up to date, and runs the web server, the background worker and the
    scheduler.
    """
    click.echo("Starting the index…", err=True)
    opening = Opening()
    plan = Plan(
        prepare=opening.prepare,
        programs=partial(programs, workers=workers),
        announce=opening.announce,
    )
    directory = DataDirectory.at(data)
    environ = with_defaults(os.environ)
    Supervisor(directory, environ, host=host, port=port, plan=plan).run()


def with_defaults(environ: Mapping[str, str]) -> dict[str, str]:
    """What `environ` sets, and what an index on one machine has where it sets nothing."""
    return {**_DEFAULTS, **{name: value for name, value in environ.items() if value}}


@dataclass
class Opening:
    """What happens once: migrations before the first request, a welcome after it."""

    environment: Mapping[str, str] | None = None

    def prepare(self, environment: Mapping[str, str]) -> None:
        """Bring the database up to date, unless it comes from newer code."""
        from warehouse.db.migrate import is_ahead, upgrade

        os.environ.update(environment)
        self.environment = environment
        url = environment["DATABASE_URL"]
        if is_ahead(url):
            raise EmbeddedError(
                "The database was made by a newer Warehouse than this one: run that "
                "version, or restore a backup made with this one."
            )
        upgrade(url)

    def announce(self, url: str) -> None:
        """Say where the index is and, the first time, how to get in."""
        from warehouse.cli.first_start import prepare

        click.echo(f"Warehouse is running at {url} (Ctrl-C stops it).")
        text = prepare(self.environment or {}, url)
        if text is not None:
            click.echo(text)


def programs(
    environment: Mapping[str, str],
    listener: int,
    *,
    workers: int,
    application: str = APPLICATION,
    tasks: str | None = TASKS,
) -> Sequence[Program]:
    """Our own processes: the web server on the socket `listener`, worker and beat."""
    environment = {**environment, "PYTHONUNBUFFERED": "1"}
    schedule = Path(environment["WAREHOUSE_DATA"], "beat", "schedule")
    web = Program(
        name="web",
        command=web_command(f"fd://{listener}", workers, application),
        environment={**FRUGAL, **environment},
        pass_fds=(listener,),
        patience=35,
    )
    if tasks is None:
        return [web]
    return [
        web,
        Program(name="worker", command=worker_command(2, tasks), environment=environment),
        Program(
            name="beat", command=beat_command(schedule, tasks), environment=environment
        ),
    ]
