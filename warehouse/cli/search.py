"""`warehouse search`: what people find."""

import sys

import click

from warehouse.cli.requests import request
from warehouse.db import Transaction
from warehouse.search.reindexing import reindex as write_all
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
        with_progress(made.transaction)


def with_progress(transaction: Transaction) -> None:
    """Write all documents, showing progress."""
    projects = DocumentService(transaction.session).count()
    with click.progressbar(length=projects, label="Indexing", file=sys.stderr) as bar:
        write_all(transaction, bar.update)
