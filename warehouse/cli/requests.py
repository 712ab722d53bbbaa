"""Make the request of a command, and print lists."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from warehouse.cli.terminal import printable
from warehouse.config import configure
from warehouse.db import SessionFactory
from warehouse.http import Request, offline

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@contextmanager
def request() -> Iterator[Request]:
    """Yield a request whose transaction commits if the command succeeds."""
    registry = configure().registry
    try:
        with offline(registry) as made:
            yield made
    finally:
        registry[SessionFactory].engine.dispose()


def print_rows(
    headings: Sequence[str], rows: Sequence[Sequence[Any]], as_json: bool
) -> None:
    """Print `rows` as columns for people, or as a JSON array of objects."""
    if as_json:
        click.echo(
            json.dumps([dict(zip(headings, row, strict=True)) for row in rows], default=str)
        )
        return
    texts = [[_text(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(headings, *texts, strict=True)]
    for line in [[heading.upper() for heading in headings], *texts]:
        padded = (text.ljust(width) for text, width in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def _text(value: Any) -> str:
    return "" if value is None else printable(str(value))
