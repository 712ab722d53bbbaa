"""Finding the names that upstreams have, and that are not ours, by what somebody types."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, union
from sqlalchemy.orm import Session

from warehouse.db import SEEING_ALL
from warehouse.settings import UpstreamSettings
from warehouse.upstreams.models import Upstream, UpstreamName, UpstreamProject
from warehouse.upstreams.ownership import is_ours

_MOST = 1_000
"""Of so many names that begin with it, and that contain it, the first are shown."""

_SHORTEST = 3
"""Letters of a part of a name that an index finds."""

_named = UpstreamName.normalized_name


class NameElsewhere(NamedTuple):
    """A normalised name, and the upstream that is asked for it."""

    name: str
    upstream: str


def names_beginning(
    db: Session, begin: str, settings: UpstreamSettings, *, limit: int
) -> Sequence[NameElsewhere]:
    """Return names that begin with a normalised one, itself first."""
    return _run(db, _candidates(_begins(begin)), begin, settings, limit)


def names_like(
    db: Session, name: str, settings: UpstreamSettings, *, limit: int
) -> Sequence[NameElsewhere]:
    """Return names like a normalised one: itself, what begins with it, what contains it.

    Where there are none, those with the same trigrams.
    """
    conditions = [_named == name, _begins(name)]
    if len(name) >= _SHORTEST:
        conditions.append(_named.contains(name, autoescape=True))
    found = _run(db, _candidates(*conditions), name, settings, limit)
    if found or len(name) < _SHORTEST:
        return found
    return _run(db, _candidates(_named.bool_op("%")(name)), name, settings, limit)


def _begins(name: str) -> ColumnElement[bool]:
    return and_(_named >= name, _named < f"{name}\x7f")


def _candidates(*conditions: ColumnElement[bool]) -> Iterable[Select[str]]:
    return [select(_named).where(each).limit(_MOST) for each in conditions]


def _run(
    db: Session,
    candidates: Iterable[Select[str]],
    name: str,
    settings: UpstreamSettings,
    limit: int,
) -> Sequence[NameElsewhere]:
    """Return the best candidates that are not ours, each of the first upstream with it.

    A name that its upstream was asked for since, and does not have, is left out.
    """
    named = union(*(select(each.subquery()) for each in candidates)).cte()
    is_absent = exists().where(
        UpstreamProject.normalized_name == _named,
        UpstreamProject.upstream_id == UpstreamName.upstream_id,
        ~UpstreamProject.is_there,
    )
    found = (
        select(_named, Upstream.name)
        .join(Upstream, Upstream.id == UpstreamName.upstream_id)
        .where(_named.in_(select(named.c.normalized_name)), Upstream.is_enabled)
        .where(~is_absent, ~is_ours(_named, settings.never))
        .distinct(_named)
        .order_by(_named, Upstream.created, Upstream.name)
    )
    if not isinstance(settings.searched, bool):
        found = found.where(Upstream.name.in_(settings.searched))
    each = found.subquery()
    begins = func.starts_with(each.c.normalized_name, name)
    likeness = func.similarity(each.c.normalized_name, name)
    best = select(each).order_by(begins.desc(), likeness.desc(), each.c.normalized_name)
    rows = db.execute(best.limit(limit).execution_options(**SEEING_ALL))
    return [NameElsewhere(*row) for row in rows]
