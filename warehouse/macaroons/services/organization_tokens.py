"""Minting the API tokens of organizations, and ending those whose maker leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.macaroons import queries
from warehouse.macaroons.caveats import Caveat, ProjectID, ProjectName, TokenPermission
from warehouse.macaroons.errors import DescriptionTaken
from warehouse.macaroons.models import Macaroon
from warehouse.macaroons.organization_signals import OrganizationTokenCreated
from warehouse.macaroons.services.minting import (
    expiration,
    for_display,
    made_at,
    permitted,
    seconds,
    store,
)
from warehouse.macaroons.services.tokens import TokenService
from warehouse.macaroons.signals import ProjectTokenCreated
from warehouse.organizations.errors import NotInCharge, OrganizationInactive
from warehouse.organizations.models import Organization
from warehouse.organizations.queries import lock_organization, owners_of
from warehouse.organizations.rules import check_lifetime
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.signals import Announce


@dataclass(frozen=True, kw_only=True)
class TokenTerms:
    """What a token of an organization is for, and until when.

    With `projects` it is good for these only, and for those of them alone that belong to
    the organization when it is used.
    """

    description: str
    permission: TokenPermission = TokenPermission.PUBLISH
    projects: Sequence[Project] = ()
    lifetime: timedelta | None = None
    ends_with_maker: bool = False


class OrganizationTokenService:
    """Creates the tokens of organizations."""

    def __init__(self, db: Session, announce: Announce, tokens: TokenService) -> None:
        self._db, self._announce, self._tokens = db, announce, tokens

    def mint(
        self,
        organization: Organization,
        terms: TokenTerms,
        *,
        location: str,
        origin: str | None = None,
        actor: Actor,
    ) -> tuple[str, Macaroon]:
        """Create a token; return its text, which is shown once, and its row.

        Raises `OrganizationInactive`, `NotInCharge`, `DescriptionTaken` or
        `TokenLastsTooLong`.
        """
        maker, lifetime = self._maker(organization, actor), terms.lifetime
        if queries.organization_has_token(self._db, organization.id, terms.description):
            raise DescriptionTaken(terms.description)
        check_lifetime(organization, lifetime)
        expires = None if lifetime is None else seconds(datetime.now(UTC) + lifetime)
        caveats = [*_caveats(terms.projects, expires), *permitted(terms.permission)]
        macaroon = Macaroon(
            organization=organization,
            maker=maker,
            ends_with_maker=terms.ends_with_maker,
            description=terms.description,
            permissions_caveat=for_display(terms.projects),
            additional={"made_with_2fa": maker.has_second_factor, **made_at(origin)},
            expires=expires,
        )
        text = store(self._db, macaroon, caveats, location)
        self._tell(macaroon, organization, terms.projects, actor)
        return text, macaroon

    def _tell(
        self,
        macaroon: Macaroon,
        organization: Organization,
        projects: Sequence[Project],
        actor: Actor,
    ) -> None:
        self._announce(OrganizationTokenCreated(organization, actor, macaroon))
        for project in projects:
            said = (project, macaroon.owner_name, macaroon.description, actor)
            self._announce(ProjectTokenCreated(*said))

    def _maker(self, organization: Organization, actor: Actor) -> User:
        """Return who makes a token, an owner who stays one until that is done."""
        lock_organization(self._db, organization.id)
        if not organization.is_in_good_standing:
            raise OrganizationInactive(organization.name)
        maker: User | None = actor.user
        if maker is None or maker not in owners_of(self._db, organization.id):
            raise NotInCharge(organization.name)
        return maker

    def end_of(self, maker: User, organization: Organization, *, actor: Actor) -> None:
        """Revoke the tokens that end with their maker, who has left the organization."""
        for each in queries.tokens_made_by(self._db, organization.id, maker.id):
            self._tokens.revoke(each, actor=actor)


def _caveats(projects: Sequence[Project], expires: datetime | None) -> list[Caveat]:
    caveats: list[Caveat] = []
    if projects:
        caveats.append(ProjectName(tuple(each.normalized_name for each in projects)))
        caveats.append(ProjectID(tuple(str(each.id) for each in projects)))
    if expires is not None:
        caveats.append(expiration(expires))
    return caveats
