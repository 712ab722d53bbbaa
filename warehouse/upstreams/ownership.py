"""Whether a name is ours: the one rule by which no upstream is asked for it.

It looks at the name alone, and not at what is kept or who answers first, so nobody can make
an installer take a stranger's file for one of ours by publishing it elsewhere.
"""

import enum
from collections.abc import Collection
from fnmatch import fnmatchcase

from sqlalchemy import ColumnElement, any_, bindparam, case, exists, literal, or_, select
from sqlalchemy.dialects.postgresql import TEXT, array
from sqlalchemy.orm import InstrumentedAttribute, Session

from warehouse.namespaces.models import Namespace
from warehouse.namespaces.queries import covers_each
from warehouse.packaging.models import FormerProjectName, ProhibitedProjectName, Project
from warehouse.packaging.models.privacy import is_public
from warehouse.upstreams.models import UpstreamTakenName

_Names = ColumnElement[str] | InstrumentedAttribute[str]


class Ours(enum.StrEnum):
    """Why a name is ours."""

    PROJECT = "project"
    """A project has it."""
    MERGED = "merged"
    """A public project has it that wants the files of an upstream beside its own."""
    FORMER = "former"
    """A project had it, which is deleted."""
    NAMESPACE = "namespace"
    """It is inside a namespace that an organization has."""
    PROHIBITED = "prohibited"
    """Staff keep it from being used."""
    TAKEN = "taken"
    """An administrator took it over."""


def may_ask(db: Session, name: str, never: Collection[str]) -> bool:
    """Return whether upstreams may be asked for a normalised name."""
    return not is_withheld(name, db.scalar(_WHY, {"name": name}), never)


def is_withheld(name: str, reason: str | None, never: Collection[str]) -> bool:
    """Return whether no upstream is asked for a normalised name, given its `reason_for`.

    What is never asked for is not asked for where a project merges it, either.
    """
    is_open = reason is None or reason == Ours.MERGED
    return not is_open or is_never_asked_for(name, never)


def is_never_asked_for(name: str, never: Collection[str]) -> bool:
    """Return whether a pattern of `UPSTREAM_NEVER` matches the normalised `name`."""
    return any(fnmatchcase(name, pattern) for pattern in never)


def reason_for(names: _Names) -> ColumnElement[str | None]:
    """Return the expression for why a normalised name is ours, whatever is never asked for.

    It has the value of an `Ours`, or is null. The statement must see all rows.
    """
    reasons = ((condition, literal(reason.value)) for reason, condition in _rows(names))
    return case(*reasons, else_=None)


def is_claimed(db: Session, name: str, never: Collection[str]) -> bool:
    """Return whether a normalised name is ours, whether or not a project has it by now."""
    return is_never_asked_for(name, never) or bool(db.scalar(_CLAIM, {"name": name}))


def is_ours(names: _Names, never: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that one of a column of normalised names is ours.

    It holds for a name that is merged as well, which a project of ours has. The statement
    must see all rows (`warehouse.db.SEEING_ALL`).
    """
    patterns = [each.replace("*", "%") for each in never]
    reasons = (condition for _, condition in _rows(names))
    return or_(names.like(any_(array(patterns, type_=TEXT))), *reasons)


def _rows(names: _Names) -> list[tuple[Ours, ColumnElement[bool]]]:
    """Return the reasons with their conditions, in the order in which they count."""
    project = Project.normalized_name == names
    return [
        (
            Ours.MERGED,
            exists().where(project, Project.merges_upstream, is_public(Project)),
        ),
        (Ours.PROJECT, exists().where(project)),
        (Ours.TAKEN, exists().where(UpstreamTakenName.normalized_name == names)),
        (Ours.FORMER, exists().where(FormerProjectName.normalized_name == names)),
        (Ours.PROHIBITED, exists().where(ProhibitedProjectName.name == names)),
        (Ours.NAMESPACE, exists().select_from(Namespace).where(covers_each(names))),
    ]


_NAME = bindparam("name", type_=TEXT)
_WHY = select(reason_for(_NAME))
_CLAIM = select(
    or_(
        *(
            condition
            for reason, condition in _rows(_NAME)
            if reason not in (Ours.PROJECT, Ours.MERGED)
        )
    )
)
