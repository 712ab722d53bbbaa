"""The surrogate key of search results, and what purges it beside the documents."""

from collections.abc import Iterator

from warehouse.namespaces.models import Namespace
from warehouse.packaging.models import Role
from warehouse.purges import PurgeRule

SEARCH = "search"
"""The key of everything that shows results: purged with every change of a document."""

CLASSIFIER_COUNTS = "classifier-counts"
"""The key of what says how many projects have a classifier: purged when all are counted."""


def _of_what_narrows(row: Namespace | Role) -> Iterator[str]:
    yield SEARCH


PURGES = (PurgeRule(Namespace, _of_what_narrows), PurgeRule(Role, _of_what_narrows))
