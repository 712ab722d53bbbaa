"""`pending_oidc_publishers`: publishers of projects that do not exist yet."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Moment
from warehouse.oidc.models.columns import (
    ActiveStateColumns,
    Described,
    GenericColumns,
    GitHubColumns,
    GitLabColumns,
    GoogleColumns,
)
from warehouse.organizations.models import Organization

_NAME_IS_VALID = "project_name ~* '^([A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$'"


class PendingOIDCPublisher(Described, Model):
    """A publisher whose first upload creates a project; it does not reserve the name."""

    __tablename__ = "pending_oidc_publishers"
    __table_args__: tuple[Any, ...] = (
        CheckConstraint(_NAME_IS_VALID, name="valid_name"),
        Index(
            "ix_pending_oidc_publishers_ultranormalized_name",
            text("ultranormalize_name(project_name)"),
        ),
    )

    discriminator: Mapped[str]
    project_name: Mapped[str]
    added_by_id: Mapped[UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    organization_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE"), index=True
    )
    created: Mapped[Moment]
    expiration_reminded: Mapped[bool] = mapped_column(server_default=false())

    added_by: Mapped[User] = relationship(User)
    owning_organization: Mapped[Organization | None] = relationship(Organization)

    __mapper_args__ = {"polymorphic_on": "discriminator"}


class PendingGitHubPublisher(GitHubColumns, PendingOIDCPublisher):
    """A workflow on GitHub."""

    __tablename__ = "pending_github_oidc_publishers"
    __table_args__ = (
        UniqueConstraint(*GitHubColumns.KEYS, name="uq_pending_github_publisher"),
    )
    __mapper_args__ = {"polymorphic_identity": "pending_github_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("pending_oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class PendingGitLabPublisher(GitLabColumns, PendingOIDCPublisher):
    """A pipeline on GitLab."""

    __tablename__ = "pending_gitlab_oidc_publishers"
    __table_args__ = (
        UniqueConstraint(*GitLabColumns.KEYS, name="uq_pending_gitlab_publisher"),
    )
    __mapper_args__ = {"polymorphic_identity": "pending_gitlab_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("pending_oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class PendingGooglePublisher(GoogleColumns, PendingOIDCPublisher):
    """A service account of Google Cloud."""

    __tablename__ = "pending_google_oidc_publishers"
    __table_args__ = (
        UniqueConstraint(*GoogleColumns.KEYS, name="uq_pending_google_publisher"),
    )
    __mapper_args__ = {"polymorphic_identity": "pending_google_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("pending_oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class PendingActiveStatePublisher(ActiveStateColumns, PendingOIDCPublisher):
    """A project on the ActiveState Platform."""

    __tablename__ = "pending_activestate_oidc_publishers"
    __table_args__ = (
        UniqueConstraint(*ActiveStateColumns.KEYS, name="uq_pending_activestate_publisher"),
    )
    __mapper_args__ = {"polymorphic_identity": "pending_activestate_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("pending_oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )


class PendingGenericPublisher(GenericColumns, PendingOIDCPublisher):
    """Whatever another issuer vouches for."""

    __tablename__ = "pending_generic_oidc_publishers"
    __table_args__ = (
        UniqueConstraint(*GenericColumns.KEYS, name="uq_pending_generic_publisher"),
    )
    __mapper_args__ = {"polymorphic_identity": "pending_generic_oidc_publishers"}

    id: Mapped[UUID] = mapped_column(
        ForeignKey("pending_oidc_publishers.id", ondelete="CASCADE"), primary_key=True
    )
