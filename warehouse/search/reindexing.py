"""Writing the documents of all projects anew, while searching goes on."""

from collections.abc import Callable

from warehouse.db import Transaction
from warehouse.purges import purge
from warehouse.search.caching import CLASSIFIER_COUNTS, SEARCH
from warehouse.search.services import DocumentService

Progress = Callable[[int], None]
"""Called with how many more projects are done."""


def reindex(transaction: Transaction, progress: Progress) -> None:
    """Write every document; what is done stays done when this is interrupted."""
    db = transaction.session
    service = DocumentService(db)
    for projects in service.all_projects():
        service.index(projects)
        purge(db, SEARCH)
        transaction.commit()
        progress(len(projects))
    for _ in service.rank():
        purge(db, SEARCH, CLASSIFIER_COUNTS)
        transaction.commit()
