"""`organization_projects`: which organization owns a project."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Model
from warehouse.organizations.models import Organization
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
