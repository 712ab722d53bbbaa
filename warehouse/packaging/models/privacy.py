"""Private projects: which rows are nobody's business but that of their readers.

This is the only module that says what privacy hides: `warehouse.packaging.sight` gives its
conditions to sessions, and what reads tables past them asks `is_public`.
"""

from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    false,
    not_,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Now
from warehouse.organizations.models import Team


class HasPrivacy:
    """The column that says whether only readers may know of a row."""

    is_private: Mapped[bool] = mapped_column(server_default=false())


def is_public(table: type[HasPrivacy]) -> ColumnElement[bool]:
    """Return the condition that everybody may know of a row of `table`."""
    return not_(table.is_private)


class ProjectReader(Model):
    """A person, or a team of the organization that owns it, who may read a project."""

    __tablename__ = "project_readers"
    __table_args__ = (
        UniqueConstraint("project_id", "user_id"),
        UniqueConstraint("project_id", "team_id"),
        CheckConstraint("num_nonnulls(user_id, team_id) = 1", name="one_reader"),
        Index(None, "user_id", postgresql_where=text("user_id IS NOT NULL")),
        Index(None, "team_id", postgresql_where=text("team_id IS NOT NULL")),
    )

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"))
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id", ondelete="CASCADE"))
    created: Mapped[Now]

    user: Mapped[User | None] = relationship(User)
    team: Mapped[Team | None] = relationship(Team)

    @property
    def reader(self) -> User | Team:
        """Return who it is."""
        found = self.team if self.user is None else self.user
        assert found is not None
        return found

    @property
    def name(self) -> str:
        """Return the name of the person or of the team."""
        reader = self.reader
        return reader.name if isinstance(reader, Team) else reader.username
