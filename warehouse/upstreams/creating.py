"""Whether a new project may have its name: decided in its transaction, by what is kept.

Where an upstream has to be asked first, the transaction is given up, and begun again when
the answer is kept: whoever waits for an upstream holds no connection to the database, and
no lock on a name.
"""

from collections.abc import Callable, MutableSet
from typing import TypeVar

import structlog
from pyramid_retry import BeforeRetry, is_last_attempt, mark_error_retryable
from sqlalchemy.orm import Session

from warehouse.http import Request
from warehouse.http.transactions import release_connection
from warehouse.packaging.errors import ProjectNameUnavailable, Unavailability
from warehouse.settings import UpstreamSettings
from warehouse.upstreams import queries
from warehouse.upstreams.errors import UpstreamNotAsked, UpstreamUnavailable
from warehouse.upstreams.keeping import is_fresh
from warehouse.upstreams.ownership import is_claimed
from warehouse.upstreams.reading import UpstreamReader

T = TypeVar("T")

log = structlog.get_logger(__name__)

mark_error_retryable(UpstreamNotAsked)

_ASKED, _BEGINS_AGAIN = "warehouse.upstreams.asked", "warehouse.upstreams.begins_again"


def require_free(request: Request, name: str) -> None:
    """Raise `ProjectNameUnavailable` if an upstream has a normalised name, or may have it.

    The name is that of a project which this transaction has made. Raises `UpstreamNotAsked`
    where the transaction can be begun again; else the upstream is asked within it.
    """
    settings, asked = request.settings.upstreams, _asked(request)
    try:
        problem = _objection(request.db, name, settings, was_asked=name in asked)
    except UpstreamNotAsked:
        if _begins_again(request):
            raise
        _ask(request, name)
        problem = _objection(request.db, name, settings, was_asked=True)
    if problem is not None:
        raise problem


def beginning_again(request: Request, work: Callable[[], T]) -> T:
    """Return what `work` does, which is done once more if an upstream is to be asked first.

    It is for a request that cannot be sent through the application again. What `work` did
    the first time is rolled back, and who asks is looked up anew.
    """
    request.environ[_BEGINS_AGAIN] = True
    try:
        return work()
    except UpstreamNotAsked as error:
        name = error.name
    finally:
        del request.environ[_BEGINS_AGAIN]
    release_connection(request)
    _ask(request, name)
    return work()


def ask_before_retry(event: BeforeRetry) -> None:
    """Ask upstreams for the name that a request was given up for."""
    if isinstance(event.exception, UpstreamNotAsked):
        release_connection(event.request)
        _ask(event.request, event.exception.name)


def _objection(
    db: Session, name: str, settings: UpstreamSettings, *, was_asked: bool
) -> ProjectNameUnavailable | None:
    """Return why no new project gets a name; raises `UpstreamNotAsked`.

    An upstream that was asked in vain, and never said whether it has the name, may have it.
    """
    upstreams = queries.enabled_upstreams(db)
    if not upstreams or is_claimed(db, name, settings.never):
        return None
    kept = queries.kept(db, name)
    for each in upstreams:
        said = kept.get(each.id)
        if not was_asked and (said is None or not is_fresh(said.checked, settings)):
            raise UpstreamNotAsked(name)
        if said is None:
            kind = Unavailability.UPSTREAM_UNKNOWN
            return ProjectNameUnavailable(name, kind, each.name)
        if said.is_there:
            return ProjectNameUnavailable(name, Unavailability.UPSTREAM, each.name)
    return None


def _ask(request: Request, name: str) -> None:
    """Have upstreams asked for a name, and note that; what they say is kept."""
    try:
        request.registry[UpstreamReader].find(name)
    except UpstreamUnavailable as error:
        # Nothing is kept of it then, by which the name is refused.
        log.info("upstream_not_answering", upstream=error.upstream, why=error.reason)
    _asked(request).add(name)


def _asked(request: Request) -> MutableSet[str]:
    """Return the names that upstreams were asked for, in all attempts at a request."""
    found: set[str] = request.environ.setdefault(_ASKED, set())
    return found


def _begins_again(request: Request) -> bool:
    return _BEGINS_AGAIN in request.environ or not is_last_attempt(request)
