"""`warehouse views`: parts of the index by a rule, and what another rule would change."""

from datetime import UTC, datetime
from typing import TextIO

import click

from warehouse.cli import fail
from warehouse.cli.requests import json_option, print_rows, request
from warehouse.cli.terminal import printable
from warehouse.events.staff import StaffLog, State
from warehouse.http import Request
from warehouse.index_views import queries
from warehouse.index_views.errors import IndexViewError
from warehouse.index_views.impact import Impact, impact
from warehouse.index_views.models import IndexView
from warehouse.index_views.pinning import would_keep
from warehouse.index_views.reading import read_rule
from warehouse.index_views.services import IndexViewService
from warehouse.index_views.sources import Sources
from warehouse.security import SYSTEM

_SHOWN = 50
"""Projects that a dry run names."""

reason_option = click.option("--reason", required=True, help="Why; the record keeps it.")
yes_option = click.option("--yes", is_flag=True, help="Do not ask.")
rule_argument = click.argument("rule", type=click.File(encoding="utf-8"))


@click.group()
def views() -> None:
    """Show parts of the index by rules."""


@views.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List every view."""
    with request() as made:
        rows = [
            (view.name, view.version, version.created, version.created_by, version.reason)
            for view, version in queries.all_views(made.db)
        ]
    print_rows(("name", "version", "since", "by", "reason"), rows, as_json)


@views.command()
@click.argument("name")
@click.option("--version", type=int, help="An earlier one.")
def show(name: str, version: int | None) -> None:
    """Print the rule of a view, as it was written."""
    with request() as made:
        versions = queries.versions_of(made.db, _view(made, name))
        found = [each for each in versions if version in {None, each.number}]
        if not found:
            raise fail(f"The view {name} has no version {version}.")
        click.echo(printable(found[0].document, lines=True), nl=False)


@views.command()
@click.argument("name")
@json_option
def history(name: str, as_json: bool) -> None:
    """List the versions of a view, the newest first."""
    with request() as made:
        rows = [
            (each.number, each.created, each.created_by, each.reason)
            for each in queries.versions_of(made.db, _view(made, name))
        ]
    print_rows(("version", "since", "by", "reason"), rows, as_json)


@views.command()
@click.argument("name")
@rule_argument
def check(name: str, rule: TextIO) -> None:
    """Say what a rule would change; nothing is written.

    RULE is a file in TOML, - for standard input. A view that does not exist yet is compared
    with all that its sources have.
    """
    with request() as made:
        _preview(made, queries.view_named(made.db, name), rule.read())


@views.command()
@click.argument("name")
@rule_argument
@reason_option
@yes_option
def add(name: str, rule: TextIO, reason: str, yes: bool) -> None:
    """Make a view with the rule in the file RULE."""
    document = rule.read()
    with request() as made:
        _preview(made, None, document)
        _confirm(f"Make the view {name}?", yes)
        try:
            service = made.service(IndexViewService)
            view = service.add(name, document, reason=reason, actor=SYSTEM)
        except IndexViewError as error:
            raise fail(str(error)) from error
        _record(made, view, "view.create", reason, after=queries.rule_of(made.db, view))
    click.echo(f"The view {name} is at /views/{name}/simple/.", err=True)


@views.command()
@click.argument("name")
@rule_argument
@reason_option
@yes_option
def edit(name: str, rule: TextIO, reason: str, yes: bool) -> None:
    """Give a view the rule in the file RULE."""
    document = rule.read()
    with request() as made:
        view = _view(made, name)
        before = queries.rule_of(made.db, view)
        _preview(made, view, document)
        _confirm(f"Change the view {name}?", yes)
        try:
            made.service(IndexViewService).edit(
                view, document, seen=int(before["version"]), reason=reason, actor=SYSTEM
            )
        except IndexViewError as error:
            raise fail(str(error)) from error
        after = queries.rule_of(made.db, view)
        _record(made, view, "view.edit", reason, before=before, after=after)
    click.echo(f"The view {name} has version {after['version']}.", err=True)


@views.command()
@click.argument("name")
@reason_option
@yes_option
def delete(name: str, reason: str, yes: bool) -> None:
    """Delete a view with all of its rules, at every moment."""
    with request() as made:
        view = _view(made, name)
        _confirm(f"Delete the view {name}?", yes)
        before = queries.rule_of(made.db, view)
        _record(made, view, "view.delete", reason, before=before)
        made.service(IndexViewService).delete(view)
    click.echo(f"The view {name} is deleted.", err=True)


def _preview(made: Request, view: IndexView | None, document: str) -> None:
    sources = made.registry[Sources]
    try:
        new = read_rule(document, sources)
    except IndexViewError as error:
        problems = " ".join(map(printable, str(error).splitlines()))
        raise fail(f"The rule is not valid. {problems}") from error
    old = None if view is None else read_rule(queries.newest_of(made.db, view).document)
    found = impact(made.db, sources, old, new, datetime.now(UTC))
    _tell(found)
    if new.keeps_files:
        click.echo(would_keep(made.db, found, made.settings.upstreams.most_bytes))


def _tell(found: Impact) -> None:
    click.echo(
        f"It shows {found.shown} of {found.files} files; {found.appear} would appear and "
        f"{found.vanish} would vanish."
    )
    for change in found.changes[:_SHOWN]:
        for sign, names in (("+", change.appear), ("-", change.vanish)):
            for each in names:
                click.echo(f"{sign} {printable(each)}")
    if len(found.changes) > _SHOWN:
        click.echo(f"… and files of {len(found.changes) - _SHOWN} more projects.")


def _confirm(question: str, yes: bool) -> None:
    if not yes:
        click.confirm(question, abort=True)


def _record(
    made: Request,
    view: IndexView,
    action: str,
    reason: str,
    *,
    before: State | None = None,
    after: State | None = None,
) -> None:
    """Keep for good what was done to a view."""
    made.service(StaffLog).record(
        action,
        subject=("view", str(view.id), view.name),
        reason=reason,
        before=before or {},
        after=after or {},
        actor=SYSTEM,
    )


def _view(made: Request, name: str) -> IndexView:
    view = queries.view_named(made.db, name)
    if view is None:
        raise fail(f"There is no view named {name!r}.")
    return view
