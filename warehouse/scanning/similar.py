"""Projects that resemble one: of the same people, addresses, code, or with a like name."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, union, union_all
from sqlalchemy.orm import Session, aliased

from warehouse.events.models import ProjectEvent, UserEvent
from warehouse.packaging.models import Project, Role
from warehouse.scanning.models import NameMatch, ProjectDigest

MOST = 20
"""Projects for each reason."""

DAYS = 30
"""The days of which addresses are compared."""

_MOST_ADDRESSES, _MOST_EVENTS, _MOST_DIGESTS = 20, 2000, 500


@dataclass(frozen=True)
class Similar:
    """A project, and why it resembles another: `person`, `address`, `code` or `name`."""

    project: Project
    why: str
    note: str


def similar_to(db: Session, project: Project) -> list[Similar]:
    """Return what resembles a project, for each reason the most alike first."""
    parts = [
        each(project).limit(MOST).subquery()
        for each in (_by_person, _by_address, _by_code, _by_name)
    ]
    every = union_all(*(select(part) for part in parts)).subquery()
    project_id, why, note, weight = every.c
    found = (
        select(Project, why, note)
        .join(every, project_id == Project.id)
        .where(Project.id != project.id)
        .order_by(why, weight.desc(), Project.normalized_name)
    )
    return [Similar(*row) for row in db.execute(found)]


def _by_person(project: Project) -> Any:
    here = aliased(Role)
    return (
        select(Role.project_id, literal("person"), literal(""), _age(Project.created))
        .join(here, here.user_id == Role.user_id)
        .join(Project, Project.id == Role.project_id)
        .where(here.project_id == project.id, Role.project_id != project.id)
        .group_by(Role.project_id, Project.created)
        .order_by(Project.created.desc().nulls_last())
    )


def _age(created: Any) -> ColumnElement[Any]:
    return func.coalesce(func.extract("epoch", created), 0)


def _by_address(project: Project) -> Any:
    """Select projects that something was done to, or by whose people, from an address."""
    people = select(Role.user_id).where(Role.project_id == project.id)
    since = datetime.now(UTC) - timedelta(days=DAYS)
    addresses = union(
        *(
            select(kind.ip_address_id)
            .where(owner, kind.time >= since, kind.ip_address_id.is_not(None))
            .order_by(kind.time.desc())
            .limit(_MOST_EVENTS)
            .subquery()
            .select()
            for kind, owner in (
                (ProjectEvent, ProjectEvent.source_id == project.id),
                (UserEvent, UserEvent.source_id.in_(people)),
            )
        )
    ).limit(_MOST_ADDRESSES)
    found = _done_from(addresses)
    return (
        select(found.c.project_id, literal("address"), literal(""), func.count())
        .group_by(found.c.project_id)
        .order_by(func.count().desc())
    )


def _done_from(addresses: Any) -> Any:
    """Return projects with the addresses, of so many events at most."""
    wanted = addresses.cte("addresses")
    of_it = (
        select(ProjectEvent.source_id.label("project_id"))
        .where(ProjectEvent.ip_address_id.in_(select(wanted)))
        .limit(_MOST_EVENTS)
    )
    accounts = (
        select(UserEvent.source_id)
        .where(UserEvent.ip_address_id.in_(select(wanted)))
        .limit(_MOST_EVENTS)
    )
    of_people = select(Role.project_id).where(Role.user_id.in_(accounts))
    return union_all(of_it.subquery().select(), of_people).subquery()


def _by_code(project: Project) -> Any:
    own = (
        select(ProjectDigest.digest)
        .where(ProjectDigest.project_id == project.id)
        .limit(_MOST_DIGESTS)
        .subquery()
    )
    note = func.concat("modules that are the same: ", func.count())
    return (
        select(ProjectDigest.project_id, literal("code"), note, func.count())
        .join(own, own.c.digest == ProjectDigest.digest)
        .where(ProjectDigest.project_id != project.id)
        .group_by(ProjectDigest.project_id)
        .order_by(func.count().desc(), ProjectDigest.project_id)
    )


def _by_name(project: Project) -> Any:
    """Select projects whose name this one's resembles, and those that resemble it."""
    resembled = (
        select(Project.id.label("project_id"), NameMatch.reason)
        .join(NameMatch, NameMatch.resembles == Project.normalized_name)
        .where(NameMatch.project_id == project.id)
    )
    resembling = select(NameMatch.project_id, NameMatch.reason).where(
        NameMatch.resembles == project.normalized_name
    )
    found = union_all(resembled, resembling).subquery()
    return (
        select(found.c.project_id, literal("name"), func.min(found.c.reason), func.count())
        .group_by(found.c.project_id)
        .order_by(found.c.project_id)
    )
