"""Recognising a caller by an API token."""

import base64
import binascii
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from warehouse.accounts.policy import principals_of, unproved
from warehouse.http import Request
from warehouse.http.views import READING
from warehouse.macaroons import caveats
from warehouse.macaroons.caveats import Circumstances, TokenPermission
from warehouse.macaroons.errors import TokenError, TokenNotValid
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.services import TokenService, TokenUseService
from warehouse.macaroons.tasks import note_network
from warehouse.macaroons.wire import Token
from warehouse.oidc.queries import attached_projects
from warehouse.organizations.queries import role_in
from warehouse.organizations.resources import acting_for
from warehouse.packaging.models import Project
from warehouse.packaging.queries import organization_of
from warehouse.packaging.resources import project_of, publishing_in
from warehouse.security import Identity, Permission, Refusal

USERNAMES = {"__token__", "@token"}
_TOKEN = re.compile(r"pypi-Ag[A-Za-z0-9_-]{16}")
PUBLISHING = {Permission.PROJECT_UPLOAD, Permission.OBSERVER_API}
SEEING = {Permission.INDEX_READ, Permission.PROJECT_SEE}
"""What needs a token that reads, whatever the method."""
MANAGING = {
    *SEEING,
    Permission.ACCOUNT_MANAGE,
    Permission.ORGANIZATION_LEAVE,
    Permission.ORGANIZATION_MANAGE,
    Permission.ORGANIZATION_READ,
    Permission.ORGANIZATION_WRITE,
    Permission.PROJECT_FOLLOW,
    Permission.PROJECT_READ,
    Permission.PROJECT_WRITE,
}
"""What needs a token that manages, or one that reads where the method only reads."""
OF_ORGANIZATIONS = {
    *SEEING,
    Permission.ORGANIZATION_READ,
    Permission.PROJECT_READ,
    Permission.PROJECT_UPLOAD,
    Permission.PROJECT_WRITE,
}
"""What tokens of organizations are good for, each as its own permission says."""

SPENT = "the token was for a single upload, and has been used"
INVALID = "Invalid or non-existent authentication information."
NO_PASSWORDS = (
    "Username/Password authentication is no longer supported. "
    "Migrate to API Tokens or Trusted Publishers instead."
)
IN_URL = (
    "The URL contains an API token, and URLs are written into logs. Revoke that token, "
    "make a new one, and send it as the password of the user __token__."
)
AS_USERNAME = (
    "The username is an API token, and usernames are written into logs. Revoke that "
    "token, make a new one, and send it as the password of the user __token__."
)


@dataclass(frozen=True, kw_only=True)
class TokenIdentity(Identity):
    """A program that acts for a user, within the caveats of its token."""

    token: Token
    macaroon: Macaroon

    def objection(self, request: Request, permission: str, context: Any) -> str | None:
        """Return which caveats are not met, or that no token has this permission."""
        needed = _needed(request, permission)
        if needed is None:
            return f"API tokens are not valid for permission: {permission}"
        problems = self._unmet(needed, context)
        if problems:
            return f"Invalid API Token: {', '.join(problems)}"
        if permission in MANAGING:
            unmet = unproved(request, self.user)
            if unmet is not None:
                return unmet.reason
        self._note_use(request)
        return None

    @property
    def reaches(self) -> Callable[[Any], bool] | None:
        """Return what says whether the token is for a project; None if for all."""
        return _reach(self.token, self.macaroon)

    def _note_use(self, request: Request) -> None:
        actor = request.actor
        network = request.service(TokenUseService).note(self.macaroon, actor=actor)
        if network is not None:
            use = {
                "origin": request.host_url,
                "client": actor.client,
                "at": datetime.now(UTC).isoformat(),
            }
            request.enqueue(note_network, str(self.macaroon.id), network, use)

    def _unmet(self, needed: TokenPermission, context: Any) -> list[str]:
        user_id = self.macaroon.user_id
        circumstances = caveats.circumstances_of(needed, user_id, project_of(context))
        return _unmet(self.token, self.macaroon, circumstances)


def _unmet(token: Token, macaroon: Macaroon, circumstances: Circumstances) -> list[str]:
    """Return which caveats of a token, and which of its row, are not met."""
    user_id = circumstances.user_id
    try:
        inside = [caveats.parse(raw, user_id=user_id) for raw in token.caveats]
        beside = caveats.load(macaroon.caveats, user_id=user_id)
    except caveats.CaveatUnreadable as error:
        return [str(error)]
    found = (each.objection(circumstances) for each in [*inside, *beside])
    return list(dict.fromkeys(each for each in found if each is not None))


def _reach(token: Token, macaroon: Macaroon) -> Callable[[Any], bool] | None:
    """Return what says whether a token is for a project; None if it is for all."""
    publisher_id = None if macaroon.publisher is None else macaroon.publisher.id

    def reaches(project: Any) -> bool:
        circumstances = caveats.circumstances_of(
            macaroon.permission, macaroon.user_id, project, publisher_id=publisher_id
        )
        return not _unmet(token, macaroon, circumstances)

    is_whole = not _unmet(
        token,
        macaroon,
        caveats.circumstances_of(
            macaroon.permission, macaroon.user_id, None, publisher_id=publisher_id
        ),
    )
    return None if is_whole else reaches


@dataclass(frozen=True, kw_only=True)
class ProgramIdentity(Identity):
    """The base of those who are no people: a token is all that they have."""

    token: Token
    macaroon: Macaroon

    def objection(self, request: Request, permission: str, context: Any) -> str | None:
        """Return which caveats are not met, or that no such token has this permission."""
        is_possible = permission in self._possible
        needed = _needed(request, permission) if is_possible else None
        if needed is None:
            return f"API tokens are not valid for permission: {permission}"
        project = project_of(context)
        circumstances = self._circumstances(needed, project)
        problems = _unmet(self.token, self.macaroon, circumstances)
        problems += self._problems(request, project)
        if problems:
            return f"Invalid API Token: {', '.join(problems)}"
        request.service(TokenUseService).note(self.macaroon, actor=request.actor)
        return None

    @property
    def reaches(self) -> Callable[[Any], bool] | None:
        """Return what says whether the token is for a project; None if for all."""
        return _reach(self.token, self.macaroon)

    @property
    def _possible(self) -> Collection[str]:
        """Return the permissions that a token of this kind can have at all."""
        raise NotImplementedError

    def _circumstances(
        self, needed: TokenPermission, project: Project | None
    ) -> Circumstances:
        return caveats.circumstances_of(needed, None, project)

    def _problems(self, request: Request, project: Project | None) -> list[str]:
        """Return what keeps it from working on a project, beside the caveats."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class PublisherIdentity(ProgramIdentity):
    """A trusted publisher, whose token uploads to its projects, and does nothing else."""

    attached: Collection[UUID]

    @property
    def _possible(self) -> Collection[str]:
        return {Permission.PROJECT_UPLOAD}

    @property
    def project_ids(self) -> Collection[UUID]:
        """Return the ids of the projects in which it may publish."""
        return self.attached

    def _circumstances(
        self, needed: TokenPermission, project: Project | None
    ) -> Circumstances:
        return caveats.circumstances_of(
            needed, None, project, publisher_id=self.publisher.id
        )

    def _problems(self, request: Request, project: Project | None) -> list[str]:
        problems = []
        if project is not None and publishing_in(project.id) not in self.principals:
            problems.append(f"OIDC scoped token is not valid for project {project.name!r}")
        if self.macaroon.uses_left == 0:
            problems.append(SPENT)
        return problems


@dataclass(frozen=True, kw_only=True)
class OrganizationIdentity(ProgramIdentity):
    """An organization, whose token works on the projects that it owns at that moment."""

    @property
    def _possible(self) -> Collection[str]:
        return OF_ORGANIZATIONS

    def _problems(self, request: Request, project: Project | None) -> list[str]:
        if project is None:
            return []
        owner = organization_of(request.db, project.id)
        if owner is not None and owner.id == self.organization.id:
            return []
        return [f"the project is none of {self.organization.name}"]


def _needed(request: Request, permission: str) -> TokenPermission | None:
    """Return the permission that a token needs; None if none will do."""
    if permission in PUBLISHING:
        return TokenPermission.PUBLISH
    if permission not in MANAGING:
        return None
    is_reading = permission in SEEING or request.method in READING
    return TokenPermission.READ if is_reading else TokenPermission.MANAGE


def recognise_token(request: Request) -> Identity | Refusal | None:
    """Return for whom the token in `Authorization` acts."""
    if looks_like_token(unquote(request.path_qs)):
        return Refusal(IN_URL)
    text = _token_text(request.headers.get("Authorization"))
    if text is None or isinstance(text, Refusal):
        return text
    try:
        token, macaroon = request.service(TokenService).find(text)
    except TokenNotValid as error:
        return Refusal(f"Invalid API Token: {error.reason}")
    except TokenError:
        return Refusal(INVALID)
    return _identity(request, token, macaroon)


def _identity(request: Request, token: Token, macaroon: Macaroon) -> Identity | Refusal:
    if macaroon.publisher is not None:
        return _publisher_identity(request, token, macaroon)
    if macaroon.organization is not None:
        return _organization_identity(request, token, macaroon)
    return _user_identity(token, macaroon)


def _user_identity(token: Token, macaroon: Macaroon) -> Identity | Refusal:
    user = macaroon.owner
    if user.is_frozen or user.disabled_for is not None:
        return Refusal(INVALID)
    return TokenIdentity(
        user=user,
        credential="token",
        principals=principals_of(user),
        lasts=macaroon.lasts,
        ends=macaroon.expires,
        token=token,
        macaroon=macaroon,
    )


def _publisher_identity(
    request: Request, token: Token, macaroon: Macaroon
) -> PublisherIdentity:
    """Return a publisher, and the projects in which it may publish still."""
    projects = attached_projects(request.db, macaroon.publisher_ids)
    return PublisherIdentity(
        user=None,
        credential="token",
        principals=frozenset(map(publishing_in, projects)),
        attached=projects,
        publisher=macaroon.publisher,
        publisher_url=macaroon.publisher_url,
        token=token,
        macaroon=macaroon,
    )


def _organization_identity(
    request: Request, token: Token, macaroon: Macaroon
) -> OrganizationIdentity | Refusal:
    """Return an organization, unless it or the maker of its token may nothing any more."""
    organization, maker = macaroon.organization, macaroon.maker
    assert organization is not None
    if not organization.is_in_good_standing:
        return Refusal(
            f"Invalid API Token: the organization {organization.name} is not active"
        )
    if macaroon.ends_with_maker and (
        maker is None or role_in(request.db, organization.id, maker.id) is None
    ):
        return Refusal("Invalid API Token: its maker has left the organization")
    return OrganizationIdentity(
        user=None,
        credential="token",
        principals=frozenset([acting_for(organization.id)]),
        organization=organization,
        lasts=macaroon.lasts,
        ends=macaroon.expires,
        token=token,
        macaroon=macaroon,
    )


def _token_text(header: str | None) -> str | Refusal | None:
    if not header:
        return None
    scheme, _, value = header.strip().partition(" ")
    if scheme.lower() in {"bearer", "token"}:
        return value.strip()
    if scheme.lower() != "basic":
        return Refusal(INVALID)
    try:
        pair = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return Refusal(INVALID)
    username, colon, password = pair.partition(":")
    return _from_pair(username, password) if colon else Refusal(INVALID)


def _from_pair(username: str, password: str) -> str | Refusal:
    if looks_like_token(username):
        return Refusal(AS_USERNAME)
    return password.strip() if username in USERNAMES else Refusal(NO_PASSWORDS)


def looks_like_token(text: str) -> bool:
    """Return whether an API token seems to be within `text`."""
    return _TOKEN.search(text) is not None
