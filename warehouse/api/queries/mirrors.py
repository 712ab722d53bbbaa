"""What mirrors and XML-RPC ask for; columns only, one statement each.

Text that came as XML has no NUL in it, so none is looked for here.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, func, select
from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.classifiers.models import Classifier
from warehouse.packaging.models import (
    JournalEntry,
    Project,
    Release,
    Role,
    release_classifiers,
)
from warehouse.packaging.names import normalize

MOST_CHANGES = 50_000
_LARGEST_SERIAL = 2**31 - 1


def newest_serial(db: Session) -> int | None:
    """The id of the newest journal row, None when there is none."""
    return db.scalar(select(func.max(JournalEntry.id)))


def changes_since(db: Session, serial: int) -> Sequence[Any]:
    """Name, version, Unix time, action and id of the journal rows after `serial`.

    At most `MOST_CHANGES`; who wants more asks again with the last id of these.
    """
    if serial >= _LARGEST_SERIAL:
        return []
    seconds = func.floor(func.extract("epoch", JournalEntry.submitted_date))
    return db.execute(
        select(
            JournalEntry.name,
            JournalEntry.version,
            seconds.cast(BigInteger),
            JournalEntry.action,
            JournalEntry.id,
        )
        .where(JournalEntry.id > max(serial, 0))
        .order_by(JournalEntry.id)
        .limit(MOST_CHANGES)
    ).all()


def serials(db: Session) -> dict[str, int]:
    """The serial of every project by its name, of those in quarantine too."""
    found = db.execute(select(Project.name, Project.last_serial))
    return {name: serial for name, serial in found}


def roles_in(db: Session, project: str) -> Sequence[Any]:
    """Role and username of everyone with a role in the project of this name."""
    return db.execute(
        _roles(Role.role_name, User.username)
        .where(Project.normalized_name == normalize(project))
        .order_by(Role.role_name.desc(), User.username)
    ).all()


def roles_of(db: Session, username: str) -> Sequence[Any]:
    """Role and project of everything that the person of this name has a role in."""
    return db.execute(
        _roles(Role.role_name, Project.name)
        .where(User.username == username)
        .order_by(Role.role_name.desc(), Project.name)
    ).all()


def releases_with(db: Session, classifiers: Collection[str]) -> Sequence[Any]:
    """Project and version of the releases that carry all of `classifiers`."""
    if not classifiers:
        return []
    carrying = (
        select(release_classifiers.c.release_id)
        .join(Classifier, Classifier.id == release_classifiers.c.trove_id)
        .where(Classifier.classifier.in_(classifiers))
        .group_by(release_classifiers.c.release_id)
        .having(func.count() == len(classifiers))
    )
    return db.execute(
        select(Project.name, Release.version)
        .join(Release, Release.project_id == Project.id)
        .where(Release.id.in_(carrying))
        .order_by(Project.name, Release.version)
    ).all()


def classifier_numbered(db: Session, number: int) -> str | None:
    """The classifier with this id."""
    if number > _LARGEST_SERIAL:
        return None
    return db.scalar(select(Classifier.classifier).where(Classifier.id == number))


def _roles(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Role)
        .join(User, User.id == Role.user_id)
        .join(Project, Project.id == Role.project_id)
    )
