"""Caveats: what a token is good for, as compact JSON arrays `[tag, field…]`.

Anyone who holds a token may add caveats to it, and none can be taken away. An unknown
tag or a field of a wrong type refuses the token, since it may mean anything.
"""

import enum
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID


class CaveatUnreadable(Exception):
    """A caveat that cannot be parsed."""


class TokenPermission(enum.StrEnum):
    """What a token is for; one without a caveat about that publishes."""

    PUBLISH = "publish"
    READ = "read"
    MANAGE = "manage"

    @property
    def includes(self) -> "frozenset[TokenPermission]":
        """Return all that it permits: whoever manages reads, and does not publish."""
        reads = {TokenPermission.READ} if self is TokenPermission.MANAGE else set()
        return frozenset({self, *reads})


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a token is presented for: user or publisher, the project and the time."""

    permission: TokenPermission
    user_id: str | None
    project_id: str | None
    project_name: str | None
    now: float
    publisher_id: str | None = None


@dataclass(frozen=True)
class Caveat(ABC):
    """A restriction of a token; `objection` says why it is not met."""

    tag: ClassVar[int]

    @abstractmethod
    def fields(self) -> list[Any]:
        """Return the values that follow the tag in the array."""

    @abstractmethod
    def objection(self, circumstances: Circumstances) -> str | None:
        """Return why it is not met, or None."""

    def serialize(self) -> bytes:
        """Return the bytes in a token."""
        return json.dumps([self.tag, *self.fields()], separators=(",", ":")).encode()


@dataclass(frozen=True)
class Expiration(Caveat):
    """Valid from `not_before` and until `expires_at`, in Unix seconds."""

    tag = 0
    expires_at: int
    not_before: int

    def fields(self) -> list[Any]:
        """Return both times."""
        return [self.expires_at, self.not_before]

    def objection(self, circumstances: Circumstances) -> str | None:
        """Return that it is too late or too early, or None; the end is excluded."""
        if not self.not_before <= circumstances.now < self.expires_at:
            return "token is expired"
        return None


@dataclass(frozen=True)
class ProjectName(Caveat):
    """Valid for projects with these normalised names."""

    tag = 1
    names: tuple[str, ...]

    def fields(self) -> list[Any]:
        """Return a list of names."""
        return [list(self.names)]

    def objection(self, circumstances: Circumstances) -> str | None:
        """Return that there is no project, or none of those named; else None."""
        return _project_objection(circumstances, circumstances.project_name, self.names)


@dataclass(frozen=True)
class ProjectID(Caveat):
    """Valid for projects with these ids, not for others of the same name."""

    tag = 2
    ids: tuple[str, ...]

    def fields(self) -> list[Any]:
        """Return a list of UUIDs."""
        return [list(self.ids)]

    def objection(self, circumstances: Circumstances) -> str | None:
        """Return that there is no project, or none of those with these ids; else None."""
        return _project_objection(circumstances, circumstances.project_id, self.ids)


@dataclass(frozen=True)
class RequestUser(Caveat):
    """Valid for this user only."""

    tag = 3
    user_id: str

    def fields(self) -> list[Any]:
        """Return one UUID."""
        return [self.user_id]

    def objection(self, circumstances: Circumstances) -> str | None:
        """Return that another user is asking, or None."""
        if circumstances.user_id != self.user_id:
            return "current user does not match user restriction in token"
        return None


@dataclass(frozen=True)
class RequestPublisher(Caveat):
    """Valid for this trusted publisher only."""

    tag = 4
    publisher_id: str

    def fields(self) -> list[Any]:
        """Return one UUID."""
        return [self.publisher_id]

    def objection(self, circumstances: Circumstances) -> str | None:
        """Return that no publisher or another one is asking, or None."""
        if circumstances.publisher_id is None:
            return "OIDC scoped token used outside of an OIDC identified request"
        if circumstances.publisher_id != self.publisher_id:
            return "current OIDC publisher does not match publisher restriction in token"
        return None


@dataclass(frozen=True)
class Permitted(Caveat):
    """Valid for what one permission includes; the tag is ours, and unknown elsewhere."""

    tag = 100
    permission: TokenPermission

    def fields(self) -> list[Any]:
        """Return the name of the permission."""
        return [self.permission.value]

    def objection(self, circumstances: Circumstances) -> str | None:
        """Return that another permission is needed, or None."""
        needed = circumstances.permission
        if needed not in self.permission.includes:
            return (
                f"this needs a token with the permission '{needed}', "
                f"and this one has '{self.permission}'"
            )
        return None


def parse(raw: bytes, *, user_id: str | None) -> Caveat:
    """Read one caveat; raises `CaveatUnreadable`.

    `user_id` is the token's owner, whom the oldest user-wide tokens meant by "user".
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        raise CaveatUnreadable("caveat is not JSON") from None
    if isinstance(value, dict):
        return _parse_old(value, user_id)
    if not isinstance(value, list) or not value or type(value[0]) is not int:
        raise CaveatUnreadable("caveat has no tag")
    reader = _READERS.get(value[0])
    if reader is None:
        raise CaveatUnreadable(f"caveat has the unknown tag {value[0]}")
    return reader(value[1:])


def load(stored: list[Any], *, user_id: str | None) -> list[Caveat]:
    """Parse the caveats in the row of a token.

    A row that says nothing of permissions is of a token that publishes. Its holder cannot
    change that: caveats that they add to the token are met besides these.
    """
    found = [parse(json.dumps(each).encode(), user_id=user_id) for each in stored]
    if not any(isinstance(each, Permitted) for each in found):
        found.append(Permitted(TokenPermission.PUBLISH))
    return found


def _project_objection(
    circumstances: Circumstances, found: str | None, allowed: tuple[str, ...]
) -> str | None:
    if found is None:
        return "project-scoped token used outside of a project context"
    if found not in allowed:
        return (
            f"project-scoped token is not valid for project: {circumstances.project_name!r}"
        )
    return None


def _read_expiration(fields: list[Any]) -> Caveat:
    if len(fields) != 2 or any(type(each) is not int for each in fields):
        raise CaveatUnreadable("expiration caveat needs two whole numbers")
    return Expiration(*fields)


def _strings(fields: list[Any]) -> tuple[str, ...]:
    if len(fields) != 1 or not isinstance(fields[0], list):
        raise CaveatUnreadable("project caveat needs one list")
    if not all(isinstance(each, str) for each in fields[0]):
        raise CaveatUnreadable("project caveat needs a list of strings")
    return tuple(fields[0])


def _read_user(fields: list[Any]) -> Caveat:
    if len(fields) != 1 or not isinstance(fields[0], str):
        raise CaveatUnreadable("user caveat needs one string")
    return RequestUser(fields[0])


def _read_publisher(fields: list[Any]) -> Caveat:
    """Read the id; claims that older tokens have after it mean nothing."""
    if len(fields) not in {1, 2} or not isinstance(fields[0], str):
        raise CaveatUnreadable("publisher caveat needs one string")
    if len(fields) == 2 and not isinstance(fields[1], dict | None):
        raise CaveatUnreadable("publisher caveat has unknown claims")
    return RequestPublisher(fields[0])


def _read_permission(fields: list[Any]) -> Caveat:
    if len(fields) != 1 or fields[0] not in list(TokenPermission):
        raise CaveatUnreadable("permission caveat has no known permission")
    return Permitted(TokenPermission(fields[0]))


_READERS: dict[int, Callable[[list[Any]], Caveat]] = {
    0: _read_expiration,
    1: lambda fields: ProjectName(_strings(fields)),
    2: lambda fields: ProjectID(_strings(fields)),
    3: _read_user,
    4: _read_publisher,
    Permitted.tag: _read_permission,
}


def _parse_old(value: dict[str, Any], user_id: str | None) -> Caveat:
    """Parse caveats of the older form, which were objects."""
    keys = set(value)
    if keys == {"exp", "nbf"}:
        return _read_expiration([value["exp"], value["nbf"]])
    if keys == {"project_ids"}:
        return ProjectID(_strings([value["project_ids"]]))
    if keys == {"version", "permissions"} and value["version"] == 1:
        return _parse_permissions(value["permissions"], user_id)
    raise CaveatUnreadable("caveat is of no known form")


def _parse_permissions(permissions: Any, user_id: str | None) -> Caveat:
    if permissions == "user" and user_id is not None:
        return RequestUser(user_id)
    if isinstance(permissions, dict) and set(permissions) == {"projects"}:
        return ProjectName(_strings([permissions["projects"]]))
    raise CaveatUnreadable("caveat has unknown permissions")


def circumstances_of(
    permission: TokenPermission,
    user_id: UUID | None,
    project: Any,
    *,
    publisher_id: UUID | None = None,
) -> Circumstances:
    """Return the circumstances of a request: `project` is a row of packaging, or None."""
    return Circumstances(
        permission=permission,
        user_id=None if user_id is None else str(user_id),
        project_id=None if project is None else str(project.id),
        project_name=None if project is None else project.normalized_name,
        now=time.time(),
        publisher_id=None if publisher_id is None else str(publisher_id),
    )
