"""`teams` of an organization, and the `team_roles` of their members."""

import enum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from warehouse.accounts.models import User
from warehouse.db import Model, Now, stored_by_value
from warehouse.organizations.models.organization import Organization

TEAM_NAME_IS_VALID = r"name ~* '^([^\s/._-]|[^\s/._-].*[^\s/._-])$'"


class Team(Model):
    """Some members of an organization, who have roles in its projects together."""

    __tablename__ = "teams"
    __table_args__ = (
        CheckConstraint("length(name) <= 50", name="name_length"),
        CheckConstraint(TEAM_NAME_IS_VALID, name="valid_name"),
        UniqueConstraint("organization_id", "normalized_name"),
    )

    name: Mapped[str]
    normalized_name: Mapped[str] = mapped_column(
        Computed("normalize_team_name(name)", persisted=True)
    )
    organization_id: Mapped[UUID] = mapped_column(
        ForeignKey("organizations.id", ondelete="CASCADE")
    )
    created: Mapped[Now]
    outside_group: Mapped[str | None]
    """The group of whoever vouches for people that decides who is on the team."""

    is_public: Mapped[bool] = mapped_column(server_default=false())
    """Whether the public page of the organization names it."""

    organization: Mapped[Organization] = relationship("Organization")


class TeamRoleName(enum.StrEnum):
    """The roles in a team."""

    MEMBER = "Member"


class TeamRole(Model):
    """The membership of one person in one team."""

    __tablename__ = "team_roles"
    __table_args__ = (UniqueConstraint("user_id", "team_id"),)

    role_name: Mapped[TeamRoleName] = mapped_column(
        stored_by_value(TeamRoleName, "teamroletype"),
        server_default=TeamRoleName.MEMBER.value,
    )
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    team_id: Mapped[UUID] = mapped_column(
        ForeignKey("teams.id", ondelete="CASCADE"), index=True
    )

    user: Mapped[User] = relationship("User")
    team: Mapped[Team] = relationship("Team")
