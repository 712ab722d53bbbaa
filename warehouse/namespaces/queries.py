"""Finding namespaces."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, contains_eager

from warehouse.accounts.models import User
from warehouse.namespaces.models import Namespace
from warehouse.namespaces.names import prefixes
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import role_in
from warehouse.organizations.rules import may_make_projects


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
    above = prefixes(name)
    inside = Namespace.normalized_name.startswith(f"{above[-1]}-", autoescape=True)
    wanted = Namespace.normalized_name.in_(above) | inside
    return db.scalars(_with_owners().where(wanted)).all()


def reserved_for_others(
    db: Session, name: str, owner: User | Organization | None
) -> Organization | None:
    """Return the organization whose namespace keeps `owner` from a new name, or None.

    Overlapping namespaces have one owner. Members who may add projects may use the name.
    """
    found = db.scalar(_with_owners().where(covers(name)).limit(1))
    if found is None:
        return None
    holder = found.organization
    if isinstance(owner, User):
        role = role_in(db, holder.id, owner.id)
        return None if role is not None and may_make_projects(role) else holder
    return None if owner is not None and owner.id == holder.id else holder


def covers(name: str) -> ColumnElement[bool]:
    """Return the condition that a namespace covers a name; it is indexed."""
    return Namespace.normalized_name.in_(prefixes(name))


def _with_owners() -> Select[Namespace]:
    return (
        select(Namespace)
        .join(Namespace.organization)
        .options(contains_eager(Namespace.organization))
        .order_by(Namespace.normalized_name)
    )
