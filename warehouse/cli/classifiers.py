"""`warehouse classifiers`: the vocabulary releases are sorted by."""

import click

from warehouse.classifiers.services import ClassifierService
from warehouse.cli.requests import request


@click.group()
def classifiers() -> None:
    """Keep the list of classifiers current."""


@classifiers.command()
def sync() -> None:
    """Add the classifiers that the installed `trove-classifiers` has and we lack."""
    with request() as made:
        added = made.service(ClassifierService).sync()
    click.echo(f"{added} classifiers are new.")
