"""`releases`, and what hangs on one: description, links, dependencies, classifiers."""

import enum
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    Dialect,
    FetchedValue,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    desc,
    false,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym
from sqlalchemy.types import TypeDecorator

from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.db import Base, Model, Now
from warehouse.packaging import versions
from warehouse.packaging.models.lifecycle import HasLifecycle, is_in_quarantine
from warehouse.packaging.models.said import Said, Written

if TYPE_CHECKING:
    from warehouse.packaging.models.file import File
    from warehouse.packaging.models.project import Project


release_classifiers = Table(
    "release_classifiers",
    Base.metadata,
    Column("release_id", ForeignKey("releases.id", ondelete="CASCADE"), primary_key=True),
    Column("trove_id", ForeignKey("trove_classifiers.id"), primary_key=True, index=True),
)


class DependencyKind(enum.IntEnum):
    """The metadata field of a dependency: PEP 314 (1-3), PEP 345 (4-7)."""

    REQUIRES = 1
    PROVIDES = 2
    OBSOLETES = 3
    REQUIRES_DIST = 4
    PROVIDES_DIST = 5
    OBSOLETES_DIST = 6
    REQUIRES_EXTERNAL = 7


class _Kind(TypeDecorator[DependencyKind]):
    impl = Integer
    cache_ok = True

    def process_bind_param(
        self, value: DependencyKind | None, dialect: Dialect
    ) -> int | None:
        return None if value is None else int(value)

    def process_result_value(
        self, value: int | None, dialect: Dialect
    ) -> DependencyKind | None:
        return None if value is None else DependencyKind(value)


def _canonical_version(context: DefaultExecutionContext) -> str:
    parameters: dict[str, str] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    return versions.canonical(parameters["version"])


class Description(Model):
    """A long description: as it was written, and as it was last rendered.

    `rendered_by` names the renderer; where it is not today's, a task renders again.
    """

    __tablename__ = "release_descriptions"

    content_type: Mapped[str | None]
    raw: Mapped[str] = mapped_column(Written)
    html: Mapped[str] = mapped_column(server_default="")
    rendered_by: Mapped[str] = mapped_column(server_default="", index=True)


class Release(HasLifecycle, Model):
    """One version of a project; its files share this metadata.

    Triggers keep `is_prerelease`, copy `requires_python` to the files, and delete the
    description with the release. `ordering` is highest for the newest version.
    """

    __tablename__ = "releases"
    __table_args__ = (
        UniqueConstraint("project_id", "version"),
        Index("ix_releases_created", desc("created")),
        Index(
            "ix_releases_project_id_canonical_version", "project_id", "canonical_version"
        ),
        Index("ix_releases_project_id_created", "project_id", desc("created")),
        Index("ix_releases_project_id_ordering", "project_id", desc("_pypi_ordering")),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    version: Mapped[str] = mapped_column(index=True)
    canonical_version: Mapped[str] = mapped_column(default=_canonical_version)
    is_prerelease: Mapped[bool] = mapped_column(
        server_default=FetchedValue(), server_onupdate=FetchedValue()
    )
    ordering: Mapped[int | None] = mapped_column("_pypi_ordering")
    created: Mapped[Now]
    published: Mapped[bool] = mapped_column(server_default=true())

    author: Mapped[Said]
    author_email: Mapped[Said]
    author_email_verified: Mapped[bool] = mapped_column(server_default=false())
    maintainer: Mapped[Said]
    maintainer_email: Mapped[Said]
    maintainer_email_verified: Mapped[bool] = mapped_column(server_default=false())
    home_page: Mapped[Said]
    home_page_verified: Mapped[bool] = mapped_column(server_default=false())
    download_url: Mapped[Said]
    download_url_verified: Mapped[bool] = mapped_column(server_default=false())
    license: Mapped[Said]
    license_expression: Mapped[str | None]
    license_files: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))
    summary: Mapped[Said]
    keywords: Mapped[Said]
    keywords_array: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))
    platform: Mapped[Said]
    requires_python: Mapped[Said]
    dynamic: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))
    provides_extra: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))

    yanked: Mapped[bool] = mapped_column(server_default=false())
    yanked_reason: Mapped[str] = mapped_column(server_default="")
    yanked_date: Mapped[datetime | None]

    description_id: Mapped[UUID] = mapped_column(
        ForeignKey("release_descriptions.id", ondelete="CASCADE"), index=True
    )
    uploader_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("users.id", ondelete="SET NULL"), index=True
    )
    uploaded_via: Mapped[str | None]

    _pypi_ordering = synonym("ordering")

    project: Mapped["Project"] = relationship("Project", back_populates="releases")
    description: Mapped["Description"] = relationship()
    uploader: Mapped[User | None] = relationship("User")
    files: Mapped[list["File"]] = relationship(
        "File",
        back_populates="release",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="File.filename",
    )
    classifiers: Mapped[list[Classifier]] = relationship(
        "Classifier",
        secondary="release_classifiers",
        passive_deletes=True,
        order_by="(Classifier.ordering.nulls_last(), Classifier.classifier)",
    )
    dependencies: Mapped[list["Dependency"]] = relationship(
        back_populates="release", cascade="all, delete-orphan", passive_deletes=True
    )
    urls: Mapped[list["ReleaseURL"]] = relationship(
        back_populates="release", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_quarantined(self) -> bool:
        """Return whether staff took this release, or its whole project, from view."""
        return is_in_quarantine(self) or self.project.is_quarantined


class ReleaseURL(Model):
    """A labelled link: Project-URL in core metadata."""

    __tablename__ = "release_urls"
    __table_args__ = (
        UniqueConstraint("release_id", "name"),
        CheckConstraint("length(name) BETWEEN 1 AND 32", name="name_length"),
    )

    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"))
    name: Mapped[str]
    url: Mapped[str]
    verified: Mapped[bool] = mapped_column(server_default=false())

    release: Mapped["Release"] = relationship(back_populates="urls")


class Dependency(Model):
    """One requirement, as it was written in the metadata."""

    __tablename__ = "release_dependencies"
    __table_args__ = (
        Index("ix_release_dependencies_release_id_kind", "release_id", "kind"),
        CheckConstraint("kind BETWEEN 1 AND 7", name="kind"),
    )

    release_id: Mapped[UUID] = mapped_column(ForeignKey("releases.id", ondelete="CASCADE"))
    kind: Mapped[DependencyKind] = mapped_column(_Kind)
    specifier: Mapped[str]

    release: Mapped["Release"] = relationship(back_populates="dependencies")
