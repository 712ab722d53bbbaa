"""`observers`, and what they observed about projects, releases and users.

A subject may be deleted; its name stays in `related_name`. Somebody becomes an observer
with their first observation: `users.observer_association_id` leads to the row.
"""

import enum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from sqlalchemy.schema import SchemaItem

from warehouse.accounts.models import User
from warehouse.db import Model, Moment, Now
from warehouse.packaging.models import Project, Release


class ObservationKind(enum.StrEnum):
    """What was observed; the values are stored, and are those of the API."""

    IS_MALWARE = "is_malware"
    IS_SPAM = "is_spam"
    IS_DEPENDENCY_CONFUSION = "is_dependency_confusion"
    IS_TYPOSNYPER_MATCH = "is_typosnyper_match"
    SOMETHING_ELSE = "something_else"
    ACCOUNT_ABUSE = "account_abuse"
    ACCOUNT_RECOVERY = "account_recovery"
    ACCOUNT_EXPORT = "account_export"
    EMAIL_UNVERIFIED = "email_unverified"


REPORTABLE = (
    ObservationKind.IS_MALWARE,
    ObservationKind.IS_SPAM,
    ObservationKind.IS_DEPENDENCY_CONFUSION,
    ObservationKind.SOMETHING_ELSE,
)
"""What people and programs may report about a project."""


class VerdictKind(enum.StrEnum):
    """What staff decided about a report, which closes it."""

    NOT_MALWARE = "verdict_not_malware"
    REMOVE_MALWARE = "remove_malware"
    CONFIRM_MALWARE = "confirm_malware"
    """The project was gone already."""
    REMOVE_RELEASE = "remove_release"


class ObserverAssociation(Model):
    """Joins an observer to the row of what it is, which `discriminator` names."""

    __tablename__ = "observer_association"

    discriminator: Mapped[str]


class Observer(Model):
    """Somebody who made an observation."""

    __tablename__ = "observers"

    created: Mapped[Now]
    association_id: Mapped[UUID] = mapped_column(
        ForeignKey("observer_association.id"), unique=True
    )

    user: Mapped[User | None] = relationship(
        User,
        primaryjoin=lambda: User.observer_association_id == Observer.association_id,
        foreign_keys=lambda: User.observer_association_id,
        uselist=False,
        viewonly=True,
    )


class Observation(Model):
    """One observation; `actions` maps Unix times to what was decided then, and by whom.

    `payload` is what the observer gave beside the summary.
    """

    __abstract__ = True
    __owner__: str

    created: Mapped[Moment]
    kind: Mapped[str]
    summary: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    additional: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    actions: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))
    related_name: Mapped[str]

    @declared_attr
    def related_id(cls) -> Mapped[UUID | None]:
        """Return the id of the subject, unless it was deleted."""
        return mapped_column(
            ForeignKey(f"{cls.__owner__}.id", ondelete="SET NULL"), index=True
        )

    @declared_attr
    def observer_id(cls) -> Mapped[UUID]:
        """Return the id of who observed it."""
        return mapped_column(ForeignKey("observers.id"), index=True)

    @declared_attr
    def observer(cls) -> Mapped[Observer]:
        """Return who observed it."""
        return relationship(Observer)

    @declared_attr.directive
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        return (Index(f"ix_{cls.__tablename__}_created", "created", "id"),)

    @property
    def is_open(self) -> bool:
        """Return whether nobody decided about it yet."""
        return not self.actions


class ProjectObservation(Observation):
    """Something observed about a project."""

    __tablename__ = "project_observations"
    __owner__ = "projects"
    __table_args__ = (
        Index("ix_project_observations_created", "created", "id"),
        Index("ix_project_observations_name", text("normalize_pep426_name(related_name)")),
        Index(
            "ix_project_observations_open",
            "created",
            "id",
            postgresql_where=text("kind = 'is_malware' AND actions = '{}'::jsonb"),
        ),
    )

    project: Mapped[Project | None] = relationship(Project)


class ReleaseObservation(Observation):
    """Something observed about a release."""

    __tablename__ = "release_observations"
    __owner__ = "releases"

    release: Mapped[Release | None] = relationship(Release)


class UserObservation(Observation):
    """Something observed about an account."""

    __tablename__ = "user_observations"
    __owner__ = "users"

    user: Mapped[User | None] = relationship(User)
