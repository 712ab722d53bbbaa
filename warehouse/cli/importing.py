"""`warehouse import`: bring another index over."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from warehouse.accounts.queries import user_named
from warehouse.cli import fail
from warehouse.cli.requests import request
from warehouse.cli.terminal import printable
from warehouse.http import Request
from warehouse.importing import (
    Found,
    Problem,
    SourceUnreadable,
    Summary,
    bring_over,
    try_out,
)
from warehouse.importing.devpi import files_in_export
from warehouse.importing.directories import files_in
from warehouse.importing.signing_in import authorization_for
from warehouse.importing.simple import index_at
from warehouse.security import Actor

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("import")
def import_() -> None:
    """Bring another index over, through the checks that uploads go through.

    Every file is a transaction of its own. A file that is refused is told with the reason,
    and the others are brought over; the exit status is then 1. A second run passes over
    what is here.
    """


def _with_options(command: Callable[..., None]) -> Callable[..., None]:
    owner = click.option("--owner", metavar="USER", help="Who owns the new projects.")
    dry = click.option(
        "--dry-run", "is_dry", is_flag=True, help="Make all checks, and change nothing."
    )

    @wraps(command)
    def call(**options: Any) -> None:
        command(**options)

    return owner(dry(call))


@import_.command()
@click.argument("folder", type=_FOLDER)
@click.option(
    "--times-from-files",
    "has_times",
    is_flag=True,
    help="Take the time of a file for that of its upload.",
)
@_with_options
def directory(folder: Path, has_times: bool, owner: str | None, is_dry: bool) -> None:
    """Bring over the wheels and sdists in FOLDER and below."""
    with request() as made:
        _run(made, files_in(folder, has_times=has_times), owner, is_dry)


@import_.command()
@click.argument("folder", type=_FOLDER)
@_with_options
def pypiserver(folder: Path, owner: str | None, is_dry: bool) -> None:
    """Bring over the packages in FOLDER, which a pypiserver serves."""
    with request() as made:
        _run(made, files_in(folder, has_times=False), owner, is_dry)


@import_.command()
@click.argument("folder", type=_FOLDER)
@click.option("--index", "indexes", multiple=True, help="Only this one, as user/name.")
@_with_options
def devpi(folder: Path, indexes: tuple[str, ...], owner: str | None, is_dry: bool) -> None:
    """Bring over what devpi-export wrote into FOLDER, with the times of uploads.

    --index may be given several times. Without it all indexes are brought over; where two
    of them have other bytes of one name, the second is refused.
    """
    try:
        files = files_in_export(folder, indexes)
    except SourceUnreadable as error:
        raise fail(f"{error}.") from error
    with request() as made:
        _run(made, files, owner, is_dry)


@import_.command()
@click.argument("url")
@click.option("--project", "names", multiple=True, help="Only this project.")
@_with_options
def simple(url: str, names: tuple[str, ...], owner: str | None, is_dry: bool) -> None:
    """Bring over the index whose list of projects is at URL, as https://host/simple/.

    --project may be given several times. JSON is asked for, because HTML does not say when
    files were uploaded. IMPORT_CREDENTIALS=username:password, or else ~/.netrc, signs in.
    """
    try:
        index = index_at(url)
        with request() as made:
            signed = authorization_for(url, made.settings.importing)
            files = replace(index, authorization=signed).files(names)
            _run(made, files, owner, is_dry)
    except SourceUnreadable as error:
        raise fail(f"{error}.") from error


def _run(made: Request, files: Iterable[Found], owner: str | None, is_dry: bool) -> None:
    actor = actor_of(made, owner, client="warehouse import")
    act = try_out if is_dry else bring_over
    with click.progressbar(files, label="Files", file=sys.stderr) as progress:
        summary = act(made, progress, actor=actor, tell=tell)
    conclude(summary, is_dry=is_dry)


def actor_of(made: Request, owner: str | None, *, client: str) -> Actor:
    """Return the author of what is brought over: the system, or who is to own it."""
    user = None
    if owner is not None:
        user = user_named(made.db, owner)
        if user is None:
            raise fail(f"There is no account named {owner!r}.")
    return Actor(user=user, client=client, credential="system", in_bulk=True)


def tell(problem: Problem) -> None:
    """Print what there is to say of one file, on a line of standard error."""
    kind = "refused" if problem.is_refusal else "warning"
    click.echo(printable(f"{problem.where}: {kind}: {problem.sentence}"), err=True)


def conclude(summary: Summary, *, is_dry: bool) -> None:
    """Print what came of all files; fail if any was refused."""
    verb = "would be added to" if is_dry else "were added to"
    click.echo(
        f"{summary.added} files {verb} {len(summary.projects)} projects; "
        f"{summary.present} are here already; {summary.refused} are refused.",
        err=True,
    )
    if summary.refused:
        raise fail(f"{summary.refused} of the files were left out.")
