"""Surrogate keys of views, and what purges them: `view/<name>` is all that shows one."""

from collections.abc import Iterator

from warehouse.index_views.models import IndexView
from warehouse.purges import PurgeRule


def view_key(name: str) -> str:
    """Return the key of everything that a view shows."""
    return f"view/{name}"


def _of_view(row: IndexView) -> Iterator[str]:
    yield view_key(row.name)


PURGES = (PurgeRule(IndexView, _of_view),)
