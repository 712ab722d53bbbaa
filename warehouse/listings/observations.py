"""Lists of what was observed about projects, releases and accounts."""

from typing import Any

from sqlalchemy import Text, cast, select

from warehouse.accounts.models import User
from warehouse.listings.listing import Column, Listing, Term
from warehouse.listings.terms import at_time, contains, equals, is_id, one_of
from warehouse.observations.models import (
    Observation,
    Observer,
    ProjectObservation,
    ReleaseObservation,
    UserObservation,
)
from warehouse.security import Permission


def _observations(
    kind: type[Observation],
    *,
    of: str,
    path: str,
    title: str,
    link: dict[str, Any],
    report: dict[str, Any],
) -> Listing:
    """Return the list of the observations about one kind of subject."""
    made = select(kind).join(Observer, Observer.id == kind.observer_id)
    return Listing(
        name=path,
        path=f"/admin/{path.replace('-', '/')}/",
        title=title,
        permission=Permission.ADMIN_OBSERVATIONS_READ,
        rows=made.outerjoin(User, User.observer_association_id == Observer.association_id),
        key=kind.id,
        order="-when",
        columns=(
            Column("when", "When", kind.created, "time", sorts=True, **report),
            Column("about", of.title(), kind.related_name, **link),
            Column("kind", "What", kind.kind, "code"),
            Column(
                *("by", "By", cast(User.username, Text)),
                route="admin.user",
                parts={"username": "by"},
            ),
            Column("summary", "Summary", kind.summary),
            Column("actions", "Decided", kind.actions, "code", is_shown=False),
            Column("payload", "More", kind.payload, "code", is_shown=False),
            Column("id", "Id", kind.id, "code", is_shown=bool(report)),
        ),
        word=equals(kind.related_name),
        words=f"the exact name of the {of}",
        terms=_terms(kind),
    )


def _terms(kind: type[Observation]) -> tuple[Term, ...]:
    return (
        Term("kind", "kind:is_malware", equals(kind.kind)),
        Term("by", "by:grace", equals(User.username)),
        Term("summary", "summary:keys", contains(kind.summary)),
        Term("is", "is:open", one_of({"open": kind.actions == {}})),
        Term("when", "when:2026-11-28", at_time(kind.created)),
        Term("id", "id:UUID", is_id(kind.id)),
    )


PROJECT_OBSERVATIONS = _observations(
    ProjectObservation,
    of="project",
    path="observations",
    title="Observations of projects",
    link={},
    report={"route": "admin.malware_report", "parts": {"id": "id"}},
)
RELEASE_OBSERVATIONS = _observations(
    ReleaseObservation,
    of="release",
    path="observations-releases",
    title="Observations of releases",
    link={},
    report={},
)
USER_OBSERVATIONS = _observations(
    UserObservation,
    of="user",
    path="observations-users",
    title="Observations of users",
    link={"route": "admin.user", "parts": {"username": "about"}},
    report={},
)
