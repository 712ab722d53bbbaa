"""The surrogate key of everything that upstreams have to do with, and when it is purged."""

from collections.abc import Iterator

from warehouse.packaging.caching import project_key
from warehouse.packaging.models import ProhibitedProjectName
from warehouse.purges import PurgeRule
from warehouse.upstreams.models import Upstream, UpstreamTakenName

UPSTREAMS = "upstreams"


def _all(row: Upstream) -> Iterator[str]:
    yield UPSTREAMS


def _of_taken(row: UpstreamTakenName) -> Iterator[str]:
    yield project_key(row.normalized_name)


def _of_prohibited(row: ProhibitedProjectName) -> Iterator[str]:
    yield project_key(row.name)


PURGES = (
    PurgeRule(Upstream, _all),
    PurgeRule(UpstreamTakenName, _of_taken),
    PurgeRule(ProhibitedProjectName, _of_prohibited),
)
