"""Who may read private projects: those who work on them, and those who were let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, Select, literal, select, union, union_all
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import User
from warehouse.db import SEEING_ALL
from warehouse.organizations.models import OrganizationRole, Team, TeamRole
from warehouse.packaging.models import (
    OrganizationProject,
    Project,
    ProjectReader,
    Release,
)
from warehouse.packaging.models.lifecycle import is_visible
from warehouse.packaging.models.privacy import is_public
from warehouse.packaging.queries.parts import select_people_of, select_worked_projects
from warehouse.packaging.queries.reachable import MOST, has_words, newest_of_project


def select_readable(user_id: UUID) -> CompoundSelect[UUID]:
    """Select the ids of the projects that a person may read though they are private."""
    let_in = select(ProjectReader.project_id).where(ProjectReader.user_id == user_id)
    by_team = _teamed(ProjectReader.project_id).where(TeamRole.user_id == user_id)
    return union(select_worked_projects(user_id), let_in, by_team)


@dataclass(frozen=True)
class ReadableProject:
    """A private project that a person may read, as a list has it."""

    name: str
    normalized_name: str
    newest: str | None
    published: datetime | None
    summary: str | None


def readable_projects(
    db: Session,
    user_id: UUID,
    *,
    search: str = "",
    with_own: bool = True,
    limit: int = MOST,
) -> Sequence[ReadableProject]:
    """Return the private projects that a person may read, by name.

    Those that they work on are among them, unless only those are wanted that they were
    let in to. What is in quarantine is not.
    """
    newest = newest_of_project(is_visible(Release))
    found = (
        select(
            *(Project.name, Project.normalized_name, newest.c.version, newest.c.created),
            newest.c.summary,
        )
        .outerjoin(newest, literal(True))
        .where(~is_public(Project), is_visible(Project))
        .where(Project.id.in_(select_readable(user_id)))
        .order_by(Project.normalized_name)
        .limit(limit)
    )
    if not with_own:
        found = found.where(Project.id.not_in(select_worked_projects(user_id)))
    if search:
        found = found.where(has_words(search, newest.c.summary))
    return [ReadableProject(*row) for row in db.execute(found)]


def select_readers_of(project_id: UUID) -> CompoundSelect[UUID]:
    """Select the ids of the people who may read a project though it is private."""
    let_in, by_team = _let_in(project_id)
    return union(select_people_of(project_id), let_in, by_team)


def select_secrets(user_id: UUID) -> Select[UUID]:
    """Select the ids of the private projects that a person may not read.

    It reads past what a session sees, which is what it is asked about.
    """
    projects = Project.__table__
    readable = select_readable(user_id)
    return select(projects.c.id).where(
        projects.c.is_private, projects.c.id.not_in(readable)
    )


def reader_ids(db: Session, project_id: UUID) -> Sequence[UUID]:
    """Return the ids of the people who were let in to read, by themselves or by a team."""
    found: Sequence[UUID] = db.scalars(union_all(*_let_in(project_id))).all()
    return found


def is_project_private(db: Session, project_id: UUID) -> bool:
    """Return whether the project with this id is private."""
    found = select(Project.is_private).where(Project.id == project_id)
    return bool(db.scalar(found.execution_options(**SEEING_ALL)))


def readers_of(db: Session, project: Project) -> Sequence[ProjectReader]:
    """Return the people and teams that were let in to read a project, the oldest first."""
    return db.scalars(
        select(ProjectReader)
        .where(ProjectReader.project_id == project.id)
        .options(joinedload(ProjectReader.user), joinedload(ProjectReader.team))
        .order_by(ProjectReader.created, ProjectReader.id)
    ).all()


def reader_in(db: Session, project: Project, reader: User | Team) -> ProjectReader | None:
    """Return the row by which a person or a team was let in to read, or None."""
    column = ProjectReader.user_id if isinstance(reader, User) else ProjectReader.team_id
    return db.scalar(
        select(ProjectReader).where(
            ProjectReader.project_id == project.id, column == reader.id
        )
    )


def reader_with_id(db: Session, project: Project, key: UUID) -> ProjectReader | None:
    """Return the reader of a project with this id, or None."""
    return db.scalar(
        select(ProjectReader).where(
            ProjectReader.project_id == project.id, ProjectReader.id == key
        )
    )


def _let_in(project_id: UUID) -> tuple[Select[Any], Select[Any]]:
    """Select the ids of the people who were let in, by themselves and by a team."""
    let_in = select(ProjectReader.user_id).where(
        ProjectReader.project_id == project_id, ProjectReader.user_id.is_not(None)
    )
    by_team = _teamed(TeamRole.user_id).where(ProjectReader.project_id == project_id)
    return let_in, by_team


def _teamed(column: Any) -> Select[Any]:
    """Select a column of what members of teams read of their organization's projects."""
    return (
        select(column)
        .select_from(ProjectReader)
        .join(Team, Team.id == ProjectReader.team_id)
        .join(TeamRole, TeamRole.team_id == Team.id)
        .join(
            OrganizationProject,
            (OrganizationProject.project_id == ProjectReader.project_id)
            & (OrganizationProject.organization_id == Team.organization_id),
        )
        .join(
            OrganizationRole,
            (OrganizationRole.organization_id == Team.organization_id)
            & (OrganizationRole.user_id == TeamRole.user_id),
        )
    )
