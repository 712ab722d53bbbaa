"""Surrogate keys of namespaces, and what purges them.

`namespaces/<first word>` is whatever says which namespaces cover a name that begins with
that word, whether or not there are any; `namespaces` what lists them all.
"""

from collections.abc import Iterator

from sqlalchemy.orm import object_session

from warehouse.namespaces.models import Namespace
from warehouse.namespaces.names import family
from warehouse.namespaces.queries import namespaces_of
from warehouse.organizations.caching import organization_key
from warehouse.organizations.models import Organization
from warehouse.purges import PurgeRule

ALL_NAMESPACES = "namespaces"


def family_key(name: str) -> str:
    """Return the key of what says which namespaces cover a name."""
    return f"namespaces/{family(name)}"


def _of_namespace(row: Namespace) -> Iterator[str]:
    yield ALL_NAMESPACES
    yield family_key(row.normalized_name)
    yield organization_key(row.organization.name)


def _of_organization(row: Organization) -> Iterator[str]:
    """Yield what names the owner of namespaces; a new organization has none."""
    db = object_session(row)
    if db is None or row in db.new:
        return
    with db.no_autoflush:
        for namespace in namespaces_of(db, row):
            yield from _of_namespace(namespace)


PURGES = (
    PurgeRule(Namespace, _of_namespace),
    PurgeRule(Organization, _of_organization, when=frozenset({"name", "display_name"})),
)
