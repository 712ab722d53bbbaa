"""Minting API tokens, checking them, and taking them back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.macaroons import queries, wire
from warehouse.macaroons.caveats import (
    Caveat,
    ProjectID,
    ProjectName,
    RequestPublisher,
    RequestUser,
    TokenPermission,
)
from warehouse.macaroons.errors import DescriptionTaken, TokenUnknown
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.organization_signals import (
    OrganizationTokenLeaked,
    OrganizationTokenRevoked,
    OrganizationTokenRevokedByStaff,
)
from warehouse.macaroons.services.minting import (
    expiration,
    for_display,
    ids_in,
    made_at,
    permitted,
    seconds,
    store,
)
from warehouse.macaroons.signals import (
    AllTokensRevoked,
    ProjectTokenCreated,
    ProjectTokenRevoked,
    ShortLivedTokenCreated,
    TokenCreated,
    TokenLeaked,
    TokenRevoked,
    TokenRevokedByStaff,
)
from warehouse.oidc.runs import run_of
from warehouse.oidc.services import Grant
from warehouse.organizations.rules import check_lifetime
from warehouse.packaging.models import Project
from warehouse.packaging.queries import organizations_worked_for, projects_with_ids
from warehouse.security import Actor
from warehouse.signals import Announce

SHORT_LIVED = timedelta(minutes=15)
"""How long a token of a trusted publisher is valid."""


class TokenService:
    """Creates, verifies and revokes API tokens."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def mint(
        self,
        user: User,
        *,
        description: str,
        permission: TokenPermission = TokenPermission.PUBLISH,
        projects: Sequence[Project] = (),
        lifetime: timedelta | None = None,
        location: str,
        origin: str | None = None,
        actor: Actor,
    ) -> tuple[str, Macaroon]:
        """Create a token; return its text, which is shown once, and its row.

        Raises `DescriptionTaken`, or `TokenLastsTooLong` for an organization whose projects
        it reaches. With `projects` it is good for these only. `origin` is
        the scheme and host that links in mail about it lead to, where no domain is set.
        """
        if queries.description_exists(self.db, user, description):
            raise DescriptionTaken(description)
        ids = [each.id for each in projects]
        for organization in organizations_worked_for(self.db, user.id, ids):
            check_lifetime(organization, lifetime)
        expires = None if lifetime is None else seconds(datetime.now(UTC) + lifetime)
        caveats = [*permitted(permission), *_caveats(user, projects, expires)]
        macaroon = Macaroon(
            user=user,
            description=description,
            permissions_caveat=for_display(projects),
            additional={"made_with_2fa": user.has_second_factor, **made_at(origin)},
            expires=expires,
        )
        text = store(self.db, macaroon, caveats, location)
        self.announce(TokenCreated(macaroon, actor))
        for project in projects:
            said = (project, user.username, description, actor)
            self.announce(ProjectTokenCreated(*said))
        return text, macaroon

    def mint_for_publisher(
        self, grant: Grant, *, location: str, actor: Actor, uses: int | None = None
    ) -> tuple[str, Macaroon]:
        """Create a short-lived token of a trusted publisher; return its text and row.

        `uses` is for how many uploads it is good, any number if None.
        """
        publisher, projects = grant.publisher, grant.projects
        run = run_of(publisher, grant.claims)
        expires = seconds(datetime.now(UTC) + SHORT_LIVED)
        caveats: list[Caveat] = [
            RequestPublisher(str(publisher.id)),
            ProjectID(tuple(str(each.id) for each in projects)),
            expiration(expires),
        ]
        ids = [str(each.id) for each in grant.publishers]
        macaroon = Macaroon(
            publisher=publisher,
            description=f"{publisher.publisher_name} {publisher.specifier}",
            permissions_caveat=for_display(projects),
            additional={"oidc": {**run.stored(), "publishers": ids}},
            uses_left=uses,
            expires=expires,
        )
        text = store(self.db, macaroon, caveats, location)
        for project in projects:
            self.announce(ShortLivedTokenCreated(project, actor, macaroon, run))
        return text, macaroon

    def forget_short_lived(self) -> int:
        """Delete the tokens of publishers that ended a day ago; return how many."""
        before = datetime.now(UTC) - timedelta(days=1)
        return queries.delete_short_lived(self.db, before)

    def find(self, text: str) -> tuple[wire.Token, Macaroon]:
        """Return the row of a token with a valid signature; raises a `TokenError`."""
        token = wire.parse(text)
        macaroon = queries.macaroon_by_id(self.db, token.identifier)
        if macaroon is None:
            raise TokenUnknown
        token.verify(macaroon.key)
        return token, macaroon

    def revoke(self, macaroon: Macaroon, *, actor: Actor) -> None:
        """Revoke a token, from the next request on."""
        if macaroon.organization is None:
            self.announce(TokenRevoked(macaroon, actor))
        else:
            said = (macaroon.organization, actor, macaroon)
            self.announce(OrganizationTokenRevoked(*said))
        self._delete(macaroon, actor)

    def revoke_all(self, user: User, *, actor: Actor) -> None:
        """Revoke every token of `user`, and have them told."""
        tokens = queries.macaroons_of(self.db, user)
        for each in tokens:
            self.revoke(each, actor=actor)
        if tokens:
            names = tuple(each.description for each in tokens)
            self.announce(AllTokensRevoked(user, names))

    def revoke_leaked(
        self, macaroon: Macaroon, *, url: str, origin: str, actor: Actor
    ) -> None:
        """Revoke a token that was found in public at `url` by `origin`."""
        if macaroon.organization is not None:
            said = (macaroon.organization, actor, macaroon)
            self.announce(OrganizationTokenLeaked(*said, url, origin))
        elif macaroon.publisher is None:
            self.announce(TokenLeaked(macaroon, actor, url, origin))
        self._delete(macaroon, actor)

    def revoke_for_staff(
        self, macaroon: Macaroon, *, reason: str, is_told: bool, actor: Actor
    ) -> None:
        """Revoke the token of somebody else; its owner may be told why."""
        if macaroon.organization is not None:
            said = (macaroon.organization, actor, macaroon)
            self.announce(OrganizationTokenRevokedByStaff(*said, reason, is_told))
        elif macaroon.publisher is None:
            self.announce(TokenRevokedByStaff(macaroon, actor, reason, is_told))
        self._delete(macaroon, actor)

    def _delete(self, macaroon: Macaroon, actor: Actor) -> None:
        for project in projects_with_ids(self.db, ids_in(macaroon)):
            said = (project, macaroon.owner_name, macaroon.description, actor)
            self.announce(ProjectTokenRevoked(*said))
        self.db.delete(macaroon)
        self.db.flush()


def _caveats(
    user: User, projects: Sequence[Project], expires: datetime | None
) -> list[Caveat]:
    caveats: list[Caveat] = []
    if projects:
        caveats.append(ProjectName(tuple(each.normalized_name for each in projects)))
        caveats.append(ProjectID(tuple(str(each.id) for each in projects)))
    if expires is not None:
        caveats.append(expiration(expires))
    caveats.append(RequestUser(str(user.id)))
    return caveats
