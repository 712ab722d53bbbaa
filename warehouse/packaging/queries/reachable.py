"""The projects that a person can reach, and invitations to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from warehouse.db import SEEING_ALL
from warehouse.organizations.models import Organization, Team, TeamRole
from warehouse.packaging.models import (
    InvitationStatus,
    LifecycleStatus,
    OrganizationProject,
    Project,
    Release,
    Role,
    RoleInvitation,
    TeamProjectRole,
)
from warehouse.packaging.models.lifecycle import is_archived, status_marker
from warehouse.packaging.names import normalize
from warehouse.packaging.queries.parts import select_organized, select_teamed

MOST = 1000
"""Projects that are listed at once."""

_MOST_WORDS = 10


@dataclass(frozen=True)
class ReachableProject:
    """A project, and why somebody can reach it: a role, a team, or an organization."""

    name: str
    normalized_name: str
    status: LifecycleStatus | None
    role_name: str
    organization: str | None
    team: str | None
    owners: int
    newest: str | None
    published: datetime | None
    id: UUID
    is_private: bool

    @property
    def is_archived(self) -> bool:
        """Return whether it expects no further releases."""
        return is_archived(self.status)

    @property
    def marker(self) -> str:
        """Return the project status marker of PEP 792."""
        return status_marker(self.status)

    @property
    def is_owner(self) -> bool:
        """Return whether the person owns it, alone or with others."""
        return self.role_name == "Owner"


def reachable_projects(
    db: Session, user_id: UUID, *, search: str = ""
) -> Sequence[ReachableProject]:
    """Return the projects of a person, those with the newest release first."""
    found, newest = _reachable(user_id)
    found = found.order_by(newest.created.desc().nulls_last(), Project.normalized_name)
    if search:
        found = found.where(has_words(search, newest.summary))
    return [ReachableProject(*row) for row in db.execute(found.limit(MOST))]


def reachable_projects_after(
    db: Session, user_id: UUID, name: str, *, limit: int
) -> Sequence[ReachableProject]:
    """Return the projects of a person after a normalised name, by name."""
    found, _ = _reachable(user_id)
    found = found.where(Project.normalized_name > name).order_by(Project.normalized_name)
    return [ReachableProject(*row) for row in db.execute(found.limit(limit))]


def _reachable(user_id: UUID) -> tuple[Select[Any], Any]:
    """Return a statement of a person's projects, and columns of their newest release."""
    reached = _reached(user_id).subquery()
    newest = newest_of_project()
    owners = (
        select(func.count())
        .select_from(Role)
        .where(Role.project_id == Project.id, Role.role_name == "Owner")
        .scalar_subquery()
    )
    found = (
        select(
            *(Project.name, Project.normalized_name, Project.lifecycle_status),
            # An owner is one although a role of a maintainer leads here as well.
            *(func.max(reached.c.role_name), func.max(reached.c.organization)),
            *(func.max(reached.c.team), owners),
            *(newest.c.version, newest.c.created, Project.id),
            Project.is_private,
        )
        .join(reached, reached.c.project_id == Project.id)
        .outerjoin(newest, literal(True))
        .group_by(
            *(Project.id, newest.c.version, newest.c.created, newest.c.summary),
        )
    )
    return found, newest.c


def newest_of_project(*conditions: ColumnElement[bool]) -> Any:
    """Return the newest release of a project in the statement around, as a table."""
    return (
        select(Release.version, Release.created, Release.summary)
        .where(Release.project_id == Project.id, *conditions)
        .order_by(Release.created.desc())
        .limit(1)
        .lateral()
    )


def has_words(text: str, summary: ColumnElement[Any]) -> ColumnElement[bool]:
    """Return the condition that a project's name or summary has each word of a text."""
    return and_(
        *(
            or_(
                Project.normalized_name.contains(normalize(word), autoescape=True),
                summary.icontains(word, autoescape=True),
            )
            for word in text.split()[:_MOST_WORDS]
        )
    )


def invitations_of(db: Session, user_id: UUID) -> Sequence[RoleInvitation]:
    """Return the invitations that a person can answer, the newest first.

    Whoever is asked to work on a private project is told of it.
    """
    return db.scalars(
        select(RoleInvitation)
        .where(RoleInvitation.user_id == user_id)
        .where(RoleInvitation.invite_status == InvitationStatus.PENDING)
        .options(joinedload(RoleInvitation.project, innerjoin=True))
        .order_by(RoleInvitation.created.desc())
        .execution_options(**SEEING_ALL)
    ).all()


def invitations_to(db: Session, project_id: UUID) -> Sequence[RoleInvitation]:
    """Return all invitations to a project with their people, the newest first."""
    return db.scalars(
        select(RoleInvitation)
        .where(RoleInvitation.project_id == project_id)
        .options(joinedload(RoleInvitation.user))
        .order_by(RoleInvitation.created.desc())
    ).all()


def _reached(user_id: UUID) -> Any:
    by_role = select(
        Role.project_id,
        Role.role_name.label("role_name"),
        literal(None).label("organization"),
        literal(None).label("team"),
    ).where(Role.user_id == user_id)
    by_team = select_teamed(
        TeamProjectRole.project_id,
        cast(TeamProjectRole.role_name, Text).label("role_name"),
        literal(None).label("organization"),
        Team.name.label("team"),
    ).where(TeamRole.user_id == user_id)
    by_organization = select_organized(
        user_id,
        OrganizationProject.project_id,
        literal("Owner").label("role_name"),
        Organization.name.label("organization"),
        literal(None).label("team"),
    )
    return union_all(by_role, by_organization, by_team)
