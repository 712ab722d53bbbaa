"""Finding whatever somebody pasted: a name, an id, a digest, an address, a token, a file.

A text has one or a few forms that it can have, and only those are asked for: each is a
look-up by an index.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from warehouse.accounts.models import Email, User
from warehouse.accounts.names import is_valid_name
from warehouse.email.models import EmailMessage
from warehouse.macaroons import queries as macaroons
from warehouse.macaroons import wire
from warehouse.macaroons.errors import TokenMalformed
from warehouse.macaroons.models import Macaroon
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import organization_named
from warehouse.packaging.models import File, Project, Release
from warehouse.packaging.queries import project_named
from warehouse.security import Permission

LONGEST = 20_000
"""Characters that are looked at; a token has fewer."""

MOST = 20
"""Answers of each kind."""

_HASHES = {32: File.md5_digest, 64: File.sha256_digest}
_HEX = re.compile(r"[0-9A-Fa-f]+\Z")


@dataclass(frozen=True)
class Found:
    """Something that was found: its kind, its name, and the page about it."""

    kind: str
    name: str
    route: str
    parts: dict[str, Any]
    permission: str


def find(db: Session, text: str) -> list[Found]:
    """Return everything that `text` could mean, without repetitions."""
    asked = text.strip()[:LONGEST]
    if not asked or "\0" in asked:
        return []
    found: dict[Found | tuple[Any, ...], Found] = {}
    for look in _LOOKS:
        for each in look(db, asked):
            found.setdefault((each.kind, each.name, each.route, str(each.parts)), each)
    return list(found.values())


def _users(db: Session, asked: str) -> Iterator[Found]:
    if not is_valid_name(asked):
        return
    for user in db.scalars(select(User).where(User.username == asked)):
        yield _user(user)


def _user(user: User) -> Found:
    parts = {"username": user.username}
    return Found("user", user.username, "admin.user", parts, Permission.ADMIN_USERS_READ)


def _projects(db: Session, asked: str) -> Iterator[Found]:
    project = project_named(db, asked)
    if project is not None:
        yield _project(project)


def _project(project: Project) -> Found:
    parts = {"name": project.normalized_name}
    return Found(
        "project", project.name, "admin.project", parts, Permission.ADMIN_PROJECTS_READ
    )


def _organizations(db: Session, asked: str) -> Iterator[Found]:
    found = organization_named(db, asked)
    if found is not None:
        yield _organization(found)


def _organization(row: Organization) -> Found:
    return Found(
        *("organization", row.name, "admin.organization", {"id": row.id}),
        Permission.ADMIN_ORGANIZATIONS_READ,
    )


def _release(release: Release, kind: str, name: str) -> Found:
    parts = {"name": release.project.normalized_name, "version": release.version}
    return Found(kind, name, "admin.release", parts, Permission.ADMIN_PROJECTS_READ)


def _token(row: Macaroon) -> Found:
    name = f"{row.owner_name}: {row.description}"
    return Found("token", name, "admin.token", {"id": row.id}, Permission.ADMIN_TOKENS_READ)


def _ids(db: Session, asked: str) -> Iterator[Found]:
    try:
        key = UUID(asked)
    except ValueError:
        return
    makers: dict[type[Any], Callable[[Any], Found]] = {
        User: _user,
        Project: _project,
        Organization: _organization,
        Release: lambda row: _release(row, "release", f"{row.project.name} {row.version}"),
        File: lambda row: _release(row.release, "file", row.filename),
        Macaroon: _token,
        EmailMessage: _message,
    }
    for model, make in makers.items():
        row = db.get(model, key)
        if row is not None:
            yield make(row)


def _addresses(db: Session, asked: str) -> Iterator[Found]:
    try:
        address = str(ipaddress.ip_address(asked))
    except ValueError:
        return
    yield Found(
        *("IP address", address, "admin.ip_address", {"address": address}),
        Permission.ADMIN_ADDRESSES_READ,
    )


def _mail(db: Session, asked: str) -> Iterator[Found]:
    if "@" not in asked:
        return
    wanted = select(User).join(Email, Email.user_id == User.id)
    wanted = wanted.where(func.lower(Email.email) == func.lower(asked)).limit(MOST)
    yield from map(_user, db.scalars(wanted))


def _message(row: EmailMessage) -> Found:
    query = {"_query": {"q": f'to:"{row.recipient}"'}}
    return Found(
        *("mail", f"{row.recipient}: {row.subject}", "admin.emails", query),
        Permission.ADMIN_MAIL_READ,
    )


def _tokens(db: Session, asked: str) -> Iterator[Found]:
    row = None
    if len(asked) == 64 and _HEX.match(asked):
        row = macaroons.macaroon_hashed(db, asked)
    elif asked.startswith(wire.PREFIX):
        try:
            row = macaroons.macaroon_by_id(db, wire.parse(asked).identifier)
        except TokenMalformed:
            return
    if row is not None:
        yield _token(row)


def _files(db: Session, asked: str) -> Iterator[Found]:
    for file in db.scalars(
        select(File)
        .where(_is_file(asked))
        .options(joinedload(File.release).joinedload(Release.project))
        .limit(MOST)
    ):
        yield _release(file.release, "file", file.filename)


def _is_file(asked: str) -> ColumnElement[bool]:
    if _HEX.match(asked) and len(asked) in _HASHES:
        digest = asked.lower()
        is_one: ColumnElement[bool] = _HASHES[len(asked)] == digest
        return is_one | (File.blake2_256_digest == digest) if len(asked) == 64 else is_one
    return File.filename == asked


_LOOKS = (
    *(_users, _projects, _organizations),
    *(_ids, _addresses, _mail, _tokens, _files),
)
