"""Finding namespaces."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager

from warehouse.accounts.models import User
from warehouse.namespaces.models import Namespace, NamespaceApplication
from warehouse.namespaces.names import prefixes
from warehouse.organizations.models import (
    DECIDED,
    ApplicationStatus,
    Organization,
)
from warehouse.organizations.queries import role_in
from warehouse.organizations.rules import may_make_projects

_Text = ColumnElement[str] | InstrumentedAttribute[str]

_MOST_SHOWN = 50


def all_namespaces(db: Session) -> Sequence[Namespace]:
    """Return every namespace with its owner, by name."""
    return db.scalars(_with_owners()).all()


def namespaces_of(db: Session, organization: Organization) -> Sequence[Namespace]:
    """Return the namespaces of an organization, by name."""
    mine = Namespace.organization_id == organization.id
    return db.scalars(_with_owners().where(mine)).all()


def related(db: Session, name: str) -> Sequence[Namespace]:
    """Return the namespaces that cover a name, the name itself, and those inside of it.

    They are in the order of their names: each comes after those that cover it.
    """
    overlapping = _overlaps(Namespace.normalized_name, name)
    return db.scalars(_with_owners().where(overlapping)).all()


def reserved_for_others(
    db: Session, name: str, owner: User | Organization | None
) -> Organization | None:
    """Return the organization whose namespace keeps `owner` from a new name, or None.

    Overlapping namespaces have one owner. Members who may add projects may use the name.
    """
    holder = holder_of(db, name)
    if holder is None:
        return None
    if isinstance(owner, User):
        role = role_in(db, holder.id, owner.id)
        return None if role is not None and may_make_projects(role) else holder
    return None if owner is not None and owner.id == holder.id else holder


def holder_of(db: Session, name: str) -> Organization | None:
    """Return the organization that has a namespace around a normalised name, or None."""
    found = db.scalar(_with_owners().where(covers(name)).limit(1))
    return None if found is None else found.organization


def covers(name: str) -> ColumnElement[bool]:
    """Return the condition that a namespace covers a name; it is indexed."""
    return Namespace.normalized_name.in_(prefixes(name))


def covers_each(names: _Text) -> ColumnElement[bool]:
    """Return the condition that a namespace covers a column of normalised names."""
    words = func.string_to_array(names, "-", type_=ARRAY(TEXT))
    ends = (
        func.generate_series(1, func.cardinality(words))
        .table_valued("word")
        .render_derived()
    )
    prefix = select(func.array_to_string(words[1 : ends.c.word], "-")).select_from(ends)
    return Namespace.normalized_name.in_(prefix.correlate_except(ends))


def is_inside(normalized: _Text, name: str) -> ColumnElement[bool]:
    """Return the condition that a normalised name is in a namespace; it is indexed."""
    space = prefixes(name)[-1]
    return (normalized == space) | normalized.startswith(f"{space}-", autoescape=True)


def is_namespace(db: Session, name: str) -> bool:
    """Return whether an organization has this namespace, which is normalised."""
    mine = select(Namespace.id).where(Namespace.normalized_name == name)
    return db.scalar(mine) is not None


def namespace_by_id(db: Session, key: UUID) -> Namespace | None:
    """Return one namespace, or None."""
    return db.get(Namespace, key)


def namespace_of(db: Session, organization: Organization, key: UUID) -> Namespace | None:
    """Return a namespace of an organization, or None."""
    found = namespace_by_id(db, key)
    return found if found and found.organization_id == organization.id else None


def namespace_application_by_id(db: Session, key: UUID) -> NamespaceApplication | None:
    """Return one application for a namespace, or None."""
    return db.get(NamespaceApplication, key)


def namespace_applications_of(
    db: Session, organization: Organization
) -> Sequence[NamespaceApplication]:
    """Return what an organization asks for or was refused, the newest first."""
    newest = NamespaceApplication.submitted.desc()
    return db.scalars(
        select(NamespaceApplication)
        .where(NamespaceApplication.organization_id == organization.id)
        .where(NamespaceApplication.status != ApplicationStatus.APPROVED)
        .order_by(newest, NamespaceApplication.id)
        .limit(_MOST_SHOWN)
    ).all()


def namespace_application_of(
    db: Session, organization: Organization, key: UUID
) -> NamespaceApplication | None:
    """Return an application of an organization, or None."""
    found = namespace_application_by_id(db, key)
    return found if found and found.organization_id == organization.id else None


def rivals_of(
    db: Session, application: NamespaceApplication
) -> Sequence[NamespaceApplication]:
    """Return undecided applications for what overlaps, the oldest first."""
    name = application.normalized_name
    return db.scalars(
        select(NamespaceApplication)
        .where(_overlaps(NamespaceApplication.normalized_name, name))
        .where(NamespaceApplication.status.not_in(DECIDED))
        .where(NamespaceApplication.id != application.id)
        .order_by(NamespaceApplication.submitted, NamespaceApplication.id)
        .limit(_MOST_SHOWN)
    ).all()


def next_namespace_application(db: Session) -> NamespaceApplication | None:
    """Return the oldest application that waits for staff, or None."""
    return db.scalar(
        select(NamespaceApplication)
        .where(NamespaceApplication.status == ApplicationStatus.SUBMITTED)
        .order_by(NamespaceApplication.submitted, NamespaceApplication.id)
        .limit(1)
    )


def _overlaps(normalized: _Text, name: str) -> ColumnElement[bool]:
    return normalized.in_(prefixes(name)) | is_inside(normalized, name)


def _with_owners() -> Select[Namespace]:
    return (
        select(Namespace)
        .join(Namespace.organization)
        .options(contains_eager(Namespace.organization))
        .order_by(Namespace.normalized_name)
    )
