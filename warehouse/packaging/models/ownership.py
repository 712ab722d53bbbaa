"""`organization_projects`: which organization owns a project; roles of its teams there."""

import enum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model, stored_by_value
from warehouse.organizations.models import Organization, Team
from warehouse.packaging.models.project import Project


class OrganizationProject(Model):
    """The organization that owns a project; a project belongs to one at most."""

    __tablename__ = "organization_projects"

    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), unique=True
    )

    organization: Mapped[Organization] = relationship("Organization")
    project: Mapped[Project] = relationship("Project")


class TeamProjectRoleName(enum.StrEnum):
    """The roles of a team in a project."""

    OWNER = "Owner"
    MAINTAINER = "Maintainer"


class TeamProjectRole(Model):
    """The role that every member of a team has in a project of their organization."""

    __tablename__ = "team_project_roles"
    __table_args__ = (UniqueConstraint("project_id", "team_id"),)

    role_name: Mapped[TeamProjectRoleName] = mapped_column(
        stored_by_value(TeamProjectRoleName, "teamprojectroletype")
    )
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    team_id: Mapped[UUID] = mapped_column(
        ForeignKey("teams.id", ondelete="CASCADE"), index=True
    )

    team: Mapped[Team] = relationship("Team")
    project: Mapped[Project] = relationship("Project")
