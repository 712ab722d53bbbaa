"""The surrogate key of everything that upstreams have to do with, and when it is purged."""

from collections.abc import Iterator

from warehouse.namespaces.models import Namespace
from warehouse.packaging.caching import project_key
from warehouse.packaging.models import ProhibitedProjectName, Project
from warehouse.packaging.names import normalize
from warehouse.purges import PurgeRule
from warehouse.upstreams.models import Upstream, UpstreamTakenName

UPSTREAMS = "upstreams"

UPSTREAM_NAMES = "upstream-names"
"""The key of what shows which names upstreams have, and are not ours."""


def elsewhere_key(name: str) -> str:
    """Return the key of what shows that a name is not ours, in any spelling.

    A private project purges nothing else; but who has its name from elsewhere must hear.
    """
    return f"elsewhere/{normalize(name)}"


def _all(row: Upstream) -> Iterator[str]:
    yield UPSTREAMS


def _of_taken(row: UpstreamTakenName) -> Iterator[str]:
    yield project_key(row.normalized_name)
    yield UPSTREAM_NAMES


def _of_prohibited(row: ProhibitedProjectName) -> Iterator[str]:
    yield project_key(row.name)
    yield UPSTREAM_NAMES


def _of_namespace(row: Namespace) -> Iterator[str]:
    yield UPSTREAM_NAMES


def _of_project(row: Project) -> Iterator[str]:
    yield UPSTREAM_NAMES
    if row.is_private:
        yield elsewhere_key(row.name)


PURGES = (
    PurgeRule(Namespace, _of_namespace),
    PurgeRule(Project, _of_project, when=frozenset({"name"})),
    PurgeRule(Upstream, _all, when=frozenset({"name", "url", "is_enabled"})),
    PurgeRule(UpstreamTakenName, _of_taken),
    PurgeRule(ProhibitedProjectName, _of_prohibited),
)
