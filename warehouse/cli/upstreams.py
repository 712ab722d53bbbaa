"""`warehouse upstreams`: other indexes, whose projects this one offers as well."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from warehouse.cli import fail
from warehouse.cli.requests import json_option, print_rows, request
from warehouse.http import Request
from warehouse.index_views import pin_queries
from warehouse.security import SYSTEM
from warehouse.upstreams import UpstreamNames, UpstreamService, queries
from warehouse.upstreams.errors import UpstreamError, UpstreamInvalid


@click.group()
def upstreams() -> None:
    """Read other indexes."""


@contextmanager
def _request() -> Iterator[Request]:
    try:
        with request() as made:
            yield made
    except UpstreamError as error:
        raise fail(f"{error}.") from error


@upstreams.command()
@click.argument("name")
@click.argument("url")
def add(name: str, url: str) -> None:
    """Offer the projects of another index, whose simple index is at URL.

    Of several the first that has a name is asked for it. Names that are ours are never
    asked for: those of projects here, of deleted ones, in namespaces, and UPSTREAM_NEVER.
    """
    with _request() as made:
        upstream = made.service(UpstreamService).add(name, url)
        click.echo(f"{upstream.name} is asked for names that are not ours.", err=True)


@upstreams.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List the other indexes, in the order in which they are asked."""
    with _request() as made:
        rows = [
            (each.name, each.url, each.is_enabled)
            for each in queries.all_upstreams(made.db)
        ]
        print_rows(("name", "url", "enabled"), rows, as_json)


@upstreams.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget another index, and all that it has said."""
    with _request() as made:
        made.service(UpstreamService).remove(name)


@upstreams.command()
@click.argument("name")
def enable(name: str) -> None:
    """Ask another index again."""
    with _request() as made:
        made.service(UpstreamService).switch(name, is_enabled=True)


@upstreams.command()
@click.argument("name")
def disable(name: str) -> None:
    """Ask another index no more, and show nothing of it."""
    with _request() as made:
        made.service(UpstreamService).switch(name, is_enabled=False)


@upstreams.command()
@click.argument("name")
def names(name: str) -> None:
    """Read the list of names that another index has now, for UPSTREAM_SEARCH."""
    with _request() as made:
        if not made.settings.upstreams.is_searched(name):
            raise UpstreamInvalid(f"UPSTREAM_SEARCH does not name {name}, nor is it true")
        count = made.service(UpstreamNames).refresh(name)
        click.echo(f"{name} has {count:,} names.", err=True)


@upstreams.command()
@click.argument("project")
@click.option("--reason", required=True, help="Why; other administrators read it.")
def take(project: str, reason: str) -> None:
    """Take a name over: it is ours from now on, and a project may have it."""
    with _request() as made:
        made.service(UpstreamService).take_over(project, reason=reason, actor=SYSTEM)


@upstreams.command()
@click.argument("project")
def release(project: str) -> None:
    """Let other indexes be asked again for a name that was taken over."""
    with _request() as made:
        made.service(UpstreamService).give_back(project)


@upstreams.command()
@click.argument("project")
@click.option("--off", is_flag=True, help="Show its own files alone.")
def merge(project: str, off: bool) -> None:
    """Show what another index has under the name of a project of ours beside its files."""
    with _request() as made:
        made.service(UpstreamService).merge(project, is_merged=not off)


@upstreams.command()
@json_option
def pins(as_json: bool) -> None:
    """List the views that keep files of other indexes, and how many bytes each.

    What came by a bundle is no such file: it is one of our own.
    """
    with _request() as made:
        rows = [
            (f"view {each.name}", *each[1:]) for each in pin_queries.pins_of_views(made.db)
        ]
        titles = ("kept by", "files", "metadata", "bytes", "no room since")
        print_rows(titles, rows, as_json)


@upstreams.command()
@json_option
def alarms(as_json: bool) -> None:
    """List the files that another index has announced with two hashes."""
    with _request() as made:
        rows = [
            (each.raised, each.upstream, each.filename, each.was, each.now)
            for each in queries.alarms(made.db)
        ]
        print_rows(("raised", "upstream", "filename", "was", "now"), rows, as_json)
