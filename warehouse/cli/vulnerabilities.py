"""`warehouse vulnerabilities`: what is known to be wrong with releases."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import click

from warehouse.cli import fail
from warehouse.cli.requests import request
from warehouse.http import Request
from warehouse.vulnerabilities import files as advisory_files
from warehouse.vulnerabilities import osv
from warehouse.vulnerabilities.advisories import Advisory
from warehouse.vulnerabilities.errors import AdvisoryInvalid, AdvisoryUnreadable
from warehouse.vulnerabilities.services import VulnerabilityService

_AT_ONCE = 500
_SHOWN = 20


class _Outcome(NamedTuple):
    read: int
    releases: int
    problems: list[str]


@click.group()
def vulnerabilities() -> None:
    """Take over security advisories."""


@vulnerabilities.command("import")
@click.argument(
    "places",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
)
def import_(places: Sequence[Path]) -> None:
    """Take over advisories in the format of OSV.

    Each FILE is a .json with one advisory, a .zip of such files, or a directory of them.
    They are kept for the projects of other indexes as well, which may come to be asked for
    later. Doing it again changes nothing.
    """
    try:
        with advisory_files.opened(places) as entries, request() as made:
            outcome = _take_over(made, entries)
    except AdvisoryUnreadable as error:
        raise fail(f"{error}.") from error
    click.echo(
        f"Read {outcome.read} advisories, which concern releases of our own projects "
        f"{outcome.releases} times.",
        err=True,
    )
    for problem in outcome.problems[:_SHOWN]:
        click.echo(problem, err=True)
    if outcome.problems:
        raise fail(f"{len(outcome.problems)} of the files were left out.")


def _take_over(made: Request, entries: Sequence[advisory_files.Entry]) -> _Outcome:
    service = made.service(VulnerabilityService)
    problems: list[str] = []
    releases = 0
    with click.progressbar(entries, label="Advisories", file=sys.stderr) as progress:
        read = _read(progress, problems)
        while batch := list(islice(read, _AT_ONCE)):
            releases += service.replace(osv.SOURCE, batch)
            made.transaction.commit()
    return _Outcome(len(entries) - len(problems), releases, problems)


def _read(
    entries: Iterable[advisory_files.Entry], problems: list[str]
) -> Iterator[Advisory]:
    for entry in entries:
        try:
            yield osv.advisory_of(entry.document())
        except (AdvisoryInvalid, AdvisoryUnreadable) as error:
            problems.append(f"{entry.name}: {error}.")
