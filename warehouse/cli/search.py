"""`warehouse search`: what people find."""

import sys

import click

from warehouse.cache import purge
from warehouse.cli.requests import request
from warehouse.search.caching import SEARCH
from warehouse.search.services import DocumentService


@click.group()
def search() -> None:
    """Look after what people find."""


@search.command()
def reindex() -> None:
    """Write the documents of all projects anew.

    Searching goes on meanwhile; what is done stays done when this is interrupted.
    """
    with request() as made:
        service = made.service(DocumentService)
        with click.progressbar(
            length=service.count(), label="Projects", file=sys.stderr
        ) as progress:
            for projects in service.all_projects():
                service.index(projects)
                made.transaction.commit()
                progress.update(len(projects))
        click.echo("Counting who depends on whom.", err=True)
        service.rank()
        purge(made.db, SEARCH)
