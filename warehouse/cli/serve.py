"""`warehouse serve`: from an empty directory to a running index, in one process tree."""

import os
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

from warehouse.cli.processes import APPLICATION, FRUGAL, web_arguments
from warehouse.embedded import DataDirectory, Forks, Plan, Program, Supervisor, run_to_end

_DEFAULTS = {
    # So that an index can be filled with what already exists elsewhere.
    "WHEEL_NAMES": "any",
    "DESCRIPTION_ERRORS": "accept",
    "TWO_FACTOR": "optional",
    "ORGANIZATIONS": "open",
    "NAMESPACES": "open",
}

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


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
    the database up to date, and runs the web server and the background worker, which has
    the schedule of periodic tasks in it.
    """
    click.echo("Starting the index…", err=True)
    index = Index(workers)
    plan = Plan(programs=index.programs, announce=index.announce)
    directory = DataDirectory.at(data)
    environ = with_defaults(os.environ, host)
    Supervisor(directory, environ, host=host, port=port, plan=plan).run()


def with_defaults(environ: Mapping[str, str], host: str) -> dict[str, str]:
    """Return `environ`, with the defaults of an index on one machine added.

    Where others reach it, nobody registers without an invitation, or without a proof that
    the browser is no program.
    """
    is_local = host in _LOOPBACK
    reached = {
        "REGISTRATION": "open" if is_local else "invitation",
        "CAPTCHA": "none" if is_local else "proof-of-work",
    }
    given = {name: value for name, value in environ.items() if value}
    return {**_DEFAULTS, **reached, **given}


@dataclass
class Index:
    """The programs of an index: forks of one process that has loaded the application."""

    workers: int
    application: str = APPLICATION
    jobs: Collection[str] = ("prepare", "web", "worker", "welcome")
    forks: Forks = field(default_factory=Forks)
    data: Path = Path()

    def programs(self, environment: Mapping[str, str], listener: int) -> Sequence[Program]:
        """Return loader, migrations, web server (on the socket `listener`) and worker."""
        self.data = Path(environment["WAREHOUSE_DATA"])
        loader = Program(
            name="loader",
            command=(sys.executable, "-m", "warehouse.loader", self.application),
            environment={**FRUGAL, **environment, "PYTHONUNBUFFERED": "1"},
            spawn=self.forks.serve,
            pass_fds=(listener,),
            is_ready=self.forks.is_ready,
            patience=35,
            advice="There are neither pages nor background work without it.",
        )
        forked = (self._prepare(), self._web(listener), self._worker())
        return [loader, *(program for program in forked if program.name in self.jobs)]

    def announce(self, url: str) -> None:
        """Print the URL of the index and, the first time, how to sign in and upload."""
        click.echo(f"Warehouse is running at {url} (Ctrl-C stops it).")
        if "welcome" in self.jobs:
            welcome = self.forks.program("welcome", [url])
            for line in run_to_end(welcome, self.data / "run"):
                click.echo(line)

    def _prepare(self) -> Program:
        return self.forks.program("prepare", ends=True)

    def _web(self, listener: int) -> Program:
        arguments = web_arguments(f"fd://{listener}", self.workers, self.application)
        return self.forks.program(
            "web",
            ["--name", str(self.data), *arguments],
            patience=35,
            advice="There are no pages without it.",
        )

    def _worker(self) -> Program:
        return self.forks.program(
            "worker",
            [str(self.data / "beat" / "schedule")],
            is_needed=False,
            advice="Pages are served, and background work and periodic tasks wait for it.",
        )
