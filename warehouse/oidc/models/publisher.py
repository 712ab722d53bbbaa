"""`oidc_publishers`: who may publish in which projects without a password."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.db import Base, Model
from warehouse.oidc.models.columns import (
    ActiveStateColumns,
    Described,
    GenericColumns,
    GitHubColumns,
    GitLabColumns,
    GoogleColumns,
)
from warehouse.packaging.models import Project


class PublisherProject(Base):
    """A publisher may publish in a project."""

    __tablename__ = "oidc_publisher_project_association"

    oidc_publisher_id: Mapped[UUID] = mapped_column(
        ForeignKey("oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )
    project_id: Mapped[UUID] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class OIDCPublisher(Described, Model):
    """One publisher; all projects in which it may publish share the row."""

    __tablename__ = "oidc_publishers"

    discriminator: Mapped[str]

    projects: Mapped[list[Project]] = relationship(
        Project,
        secondary=PublisherProject.__table__,
        order_by=Project.normalized_name,
        backref="oidc_publishers",
    )

    __mapper_args__ = {"polymorphic_on": "discriminator"}


class GitHubPublisher(GitHubColumns, OIDCPublisher):
    """A workflow on GitHub."""

    __tablename__ = "github_oidc_publishers"
    __table_args__ = (UniqueConstraint(*GitHubColumns.KEYS, name="uq_github_publisher"),)
    __mapper_args__ = {"polymorphic_identity": "github_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class GitLabPublisher(GitLabColumns, OIDCPublisher):
    """A pipeline on GitLab."""

    __tablename__ = "gitlab_oidc_publishers"
    __table_args__ = (UniqueConstraint(*GitLabColumns.KEYS, name="uq_gitlab_publisher"),)
    __mapper_args__ = {"polymorphic_identity": "gitlab_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class GooglePublisher(GoogleColumns, OIDCPublisher):
    """A service account of Google Cloud."""

    __tablename__ = "google_oidc_publishers"
    __table_args__ = (UniqueConstraint(*GoogleColumns.KEYS, name="uq_google_publisher"),)
    __mapper_args__ = {"polymorphic_identity": "google_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class ActiveStatePublisher(ActiveStateColumns, OIDCPublisher):
    """A project on the ActiveState Platform."""

    __tablename__ = "activestate_oidc_publishers"
    __table_args__ = (
        UniqueConstraint(*ActiveStateColumns.KEYS, name="uq_activestate_publisher"),
    )
    __mapper_args__ = {"polymorphic_identity": "activestate_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class GenericPublisher(GenericColumns, OIDCPublisher):
    """Whatever another issuer vouches for."""

    __tablename__ = "generic_oidc_publishers"
    __table_args__ = (UniqueConstraint(*GenericColumns.KEYS, name="uq_generic_publisher"),)
    __mapper_args__ = {"polymorphic_identity": "generic_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )
