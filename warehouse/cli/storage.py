"""`warehouse storage`: whether the rows of files and the blobs agree."""

import sys

import click

from warehouse.cli import fail
from warehouse.cli.requests import json_option, print_rows, request
from warehouse.http import Request
from warehouse.integrity import CheckRunning, IntegrityService
from warehouse.integrity.models import CheckState, StorageCheck
from warehouse.integrity.queries import all_findings, newest_check


@click.group()
def storage() -> None:
    """Check that every file has its bytes."""


@storage.command()
@click.option("--read", "reads_bytes", is_flag=True, help="Compare digests, too.")
def check(reads_bytes: bool) -> None:
    """Compare rows and blobs; exit 1 if they disagree, or if staff stopped it.

    What was done stays done when this is interrupted: a worker goes on with it.
    """
    with request() as made:
        service = made.service(IntegrityService)
        try:
            begun = service.start(reads_bytes=reads_bytes, started_by="command line")
        except CheckRunning as error:
            raise fail(f"{error} See /admin/storage/.") from error
        _do_all(made, service, begun)
        numbers = service.numbers(begun.id)
        said = ", ".join(f"{count} {kind}" for kind, count in numbers.items())
        compared = f"{begun.files} files, {begun.blobs} blobs: {said}."
        state = begun.state
    if state is CheckState.STOPPED:
        raise fail(f"The check was stopped at /admin/storage/ after {compared}")
    if state is CheckState.RUNNING:
        raise fail(f"A worker goes on with this check, after {compared}")
    if any(numbers.values()):
        raise fail(f"{compared} `warehouse storage findings` lists them.")
    click.echo(compared)


@storage.command()
@json_option
def findings(as_json: bool) -> None:
    """List what the last check found."""
    with request() as made:
        last = newest_check(made.db)
        if last is None:
            raise fail("The storage was never checked: `warehouse storage check`.")
        rows = [(each.kind, each.path, each.detail) for each in all_findings(made.db, last)]
        print_rows(("kind", "path", "detail"), rows, as_json)


def _do_all(made: Request, service: IntegrityService, begun: StorageCheck) -> None:
    made.transaction.commit()
    is_watched = sys.stderr.isatty()
    while service.step(begun.id):
        if is_watched:
            said = f"\r{begun.files} files, {begun.blobs} blobs "
            click.echo(said, err=True, nl=False)
    made.db.refresh(begun)
