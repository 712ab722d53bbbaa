"""`warehouse db`: bring the database up to date, or take over a legacy one."""

import os
from pathlib import Path

import click

from warehouse.cli import fail
from warehouse.db import migrate
from warehouse.purges import purge_database


@click.group()
def db() -> None:
    """Bring the database up to date."""


@db.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Upgrade to REVISION, by default the newest."""
    migrate.upgrade(_url(), revision)
    click.echo(f"The database is at {migrate.current(_url())}.", err=True)


@db.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Downgrade to REVISION; `base` leaves an empty database."""
    migrate.downgrade(_url(), revision)
    click.echo(f"The database is at {migrate.current(_url()) or 'base'}.", err=True)


@db.command()
@click.option("-m", "--message", required=True, help="What it does, in a few words.")
def revision(message: str) -> None:
    """Write a new revision with what the models have and the database lacks."""
    if not message.strip():
        raise fail("Say what the revision does: -m 'add x'.")
    click.echo(migrate.revision(_url(), message))


@db.command()
def check() -> None:
    """Say how the models and the database differ; exit status 1 if they do."""
    differences = migrate.check(_url())
    for each in differences:
        click.echo(each)
    if differences:
        raise fail("The models and the database differ; run `warehouse db upgrade`.")
    click.echo("The models and the database agree.", err=True)


@db.command()
@click.argument("dump", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--rename",
    "renamed",
    multiple=True,
    metavar="OLD=NEW",
    help="Call a project otherwise, where two have what is one name today. Repeatable.",
)
def adopt(dump: Path | None, renamed: tuple[str, ...]) -> None:
    """Take over a legacy database in place, loading DUMP into it first if given.

    Accounts, projects, releases, files, roles, classifiers and the journal are kept;
    what cannot be carried is listed.
    """
    names = dict(map(_old_and_new, renamed))
    from warehouse.adoption import AdoptionRefused, adopt

    try:
        report = adopt(
            _url(),
            dump=dump,
            renamed=names,
            progress=lambda line: click.echo(line, err=True),
        )
    except AdoptionRefused as error:
        raise fail(str(error)) from error
    purge_database(_url())
    _index()
    click.echo("\n".join(report.lines()))


def _old_and_new(text: str) -> tuple[str, str]:
    old, equals, new = text.partition("=")
    if not (old and equals and new):
        raise fail(f"{text!r} does not say OLD=NEW, the two names with = between them.")
    return old, new


def _index() -> None:
    """Write search documents of the adopted projects, showing progress."""
    from warehouse.cli.search import with_progress
    from warehouse.db import SessionFactory, make_engine

    engine = make_engine(_url(), pool_size=1)
    with SessionFactory(engine).transaction() as transaction:
        with_progress(transaction)
    engine.dispose()


def _url() -> str:
    return os.environ["DATABASE_URL"]
