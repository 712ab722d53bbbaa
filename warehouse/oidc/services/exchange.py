"""Exchanging an identity token: finding the publisher that it is of, once."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from warehouse.db.locks import lock_name
from warehouse.flags import Flags
from warehouse.oidc import queries
from warehouse.oidc.errors import Code, ExchangeRefused
from warehouse.oidc.issuers import Issuers
from warehouse.oidc.matching import Claims, check_claims, first_problem, text_of
from warehouse.oidc.models import (
    GitHubPublisher,
    GitLabPublisher,
    OIDCPublisher,
    PendingOIDCPublisher,
    UsedIdentityToken,
)
from warehouse.oidc.services.publishers import DISABLED, PublisherService
from warehouse.oidc.signals import EnvironmentIgnored, ExchangeFailed
from warehouse.oidc.tokens import LEEWAY, Unverified
from warehouse.organizations.errors import OrganizationInactive
from warehouse.organizations.queries import lock_organization
from warehouse.packaging.errors import (
    PackagingError,
    ProjectNameUnavailable,
    Unavailability,
)
from warehouse.packaging.models import Project
from warehouse.security import Actor
from warehouse.signals import Announce

_NOT_FOUND = "Publisher with matching claims was not found"
_LATEST = int(datetime(2200, 1, 1, tzinfo=UTC).timestamp())
_CLAIMED_LONGER = timedelta(seconds=LEEWAY + 5)


@dataclass(frozen=True)
class Grant:
    """The publisher that a token is of, others that it is of as well, and their projects.

    Rows of several projects may match, each with other conditions; nobody who registers
    one can keep the others from publishing.
    """

    publishers: Sequence[OIDCPublisher]
    claims: Claims

    @property
    def publisher(self) -> OIDCPublisher:
        """Return the publisher that matches best."""
        return self.publishers[0]

    @property
    def projects(self) -> list[Project]:
        """Return every project that the token may publish in, by name."""
        found = {each.id: each for row in self.publishers for each in row.projects}
        return sorted(found.values(), key=lambda project: project.normalized_name)


class ExchangeService:
    """Decides on identity tokens; every refusal is an `ExchangeRefused`."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        publishers: PublisherService,
        flags: Flags,
        issuers: Issuers,
    ) -> None:
        self.db, self.announce = db, announce
        self.publishers, self.flags, self.issuers = publishers, flags, issuers

    @property
    def is_enabled(self) -> bool:
        """Return whether any token is exchanged."""
        return not self.flags.is_on(DISABLED)

    def admit(self, token: Unverified) -> None:
        """Check that somebody trusts the issuer, before it is asked for its keys."""
        issuer = token.issuer
        kinds = () if issuer is None else self.issuers.kinds_of(issuer)
        if issuer is None or not kinds:
            raise ExchangeRefused(Code.INVALID_PAYLOAD, "unknown trusted publishing issuer")
        flags = [each.FLAG for each in kinds]
        if all(flag is not None and self.flags.is_on(flag) for flag in flags):
            raise ExchangeRefused(
                Code.NOT_ENABLED, f"{kinds[0].MODEL.__name__} is switched off for now"
            )
        is_built_in = len(kinds) == 1
        if not is_built_in and not queries.vouches_for_any(self.db, issuer):
            raise ExchangeRefused(Code.INVALID_PAYLOAD, "unknown trusted publishing issuer")

    def grant(self, issuer: str, claims: Claims, *, actor: Actor) -> Grant:
        """Return for whom a verified token is exchanged, and let that happen once.

        A pending publisher makes its project. What is wrong is told to the projects of
        publishers that are nearly the same.
        """
        self._require_unused(issuer, claims)
        pending = self._pending(issuer, claims)
        if pending is not None:
            self._reify(pending, actor)
        found = self._matching(issuer, claims, actor)
        self._claim(issuer, claims)
        self._tell_of_environment(found, claims)
        return Grant(found, claims)

    def forget(self) -> int:
        """Delete what is known of tokens that nobody accepts any more; return how many."""
        gone = delete(UsedIdentityToken).where(
            UsedIdentityToken.expires <= datetime.now(UTC)
        )
        return len(self.db.scalars(gone.returning(UsedIdentityToken.digest)).all())

    def _models(self, issuer: str, name: str) -> list[type[Any]]:
        return [
            getattr(each, name)
            for each in self.issuers.kinds_of(issuer)
            if each.FLAG is None or not self.flags.is_on(each.FLAG)
        ]

    def _pending(self, issuer: str, claims: Claims) -> PendingOIDCPublisher | None:
        """Return the pending publisher of a token, which nobody else takes meanwhile."""
        seen = self._all_matching(issuer, "PENDING", claims)
        if not seen:
            return None
        # Whoever changes an organization locks it before the publishers of its projects.
        for key in sorted({row.organization_id for row in seen if row.organization_id}):
            lock_organization(self.db, key)
        lock_name(self.db, "oidc/publishers")
        self.db.expire_all()
        found = self._all_matching(issuer, "PENDING", claims)
        return found[0] if found else None

    def _reify(self, pending: PendingOIDCPublisher, actor: Actor) -> None:
        try:
            self.publishers.reify(pending, actor=actor)
        except ProjectNameUnavailable as error:
            if error.kind is not Unavailability.TAKEN:
                raise ExchangeRefused(Code.INVALID_PAYLOAD, str(error)) from error
            self.publishers.remove_pending(pending, actor=actor)
            raise ExchangeRefused(
                Code.INVALID_PENDING_PUBLISHER, "valid token, but project already exists"
            ) from error
        except OrganizationInactive as error:
            raise ExchangeRefused(
                Code.INVALID_PAYLOAD, f"the organization {error.name} is not active"
            ) from error
        except PackagingError as error:
            raise ExchangeRefused(
                Code.INVALID_PAYLOAD, "new projects cannot be registered for now"
            ) from error

    def _matching(self, issuer: str, claims: Claims, actor: Actor) -> list[OIDCPublisher]:
        found = [
            each for each in self._all_matching(issuer, "MODEL", claims) if each.projects
        ]
        if not found:
            detail = self._explain(issuer, claims, actor)
            raise ExchangeRefused(
                Code.INVALID_PUBLISHER,
                f"valid token, but no corresponding publisher ({detail})",
            )
        return found

    def _tell_of_environment(self, found: list[OIDCPublisher], claims: Claims) -> None:
        """Offer to narrow a publisher of one project to the environment that it is in."""
        environment = text_of(claims, "environment")
        publisher = found[0]
        knows = isinstance(publisher, GitHubPublisher | GitLabPublisher)
        if not knows or publisher.environment or not environment:
            return
        if len(publisher.projects) == 1:
            project = publisher.projects[0]
            self.announce(EnvironmentIgnored(project, publisher, environment))

    def _all_matching(self, issuer: str, kind: str, claims: Claims) -> list[Any]:
        """Return the rows whose every claim is met, those that ask for more first."""
        rows = [
            each
            for model in self._models(issuer, kind)
            for each in queries.publishers_like(self.db, model, issuer, claims)
        ]
        found = [
            (checks, row)
            for row in rows
            if first_problem(checks := check_claims(row, claims)) is None
        ]
        found.sort(key=lambda pair: len(pair[0]), reverse=True)
        return [row for _, row in found]

    def _explain(self, issuer: str, claims: Claims, actor: Actor) -> str:
        """Tell the projects of the same repository or account, and return the detail."""
        detail = _NOT_FOUND
        for model in self._models(issuer, "MODEL"):
            for row in queries.publishers_like(self.db, model, issuer, claims):
                checks = check_claims(row, claims)
                detail = first_problem(checks) or detail
                for project in row.projects:
                    self.announce(ExchangeFailed(project, actor, row, tuple(checks)))
        return detail

    def _require_unused(self, issuer: str, claims: Claims) -> None:
        digest = _digest(issuer, claims)
        if digest is not None and self.db.get(UsedIdentityToken, digest) is not None:
            raise _reused()

    def _claim(self, issuer: str, claims: Claims) -> None:
        """Note that a token was used; of many at once, one is the first."""
        digest = _digest(issuer, claims)
        if digest is None:
            return
        ends = datetime.fromtimestamp(min(int(claims["exp"]), _LATEST), UTC)
        expires = ends + _CLAIMED_LONGER
        written = self.db.scalar(
            insert(UsedIdentityToken)
            .values(digest=digest, expires=expires)
            .on_conflict_do_nothing()
            .returning(UsedIdentityToken.digest)
        )
        if written is None:
            raise _reused()


def _reused() -> ExchangeRefused:
    return ExchangeRefused(Code.INVALID_REUSE, "invalid token: already used", is_kept=False)


def _digest(issuer: str, claims: Claims) -> bytes | None:
    """Return what stands for a token; None of those without an id, as Google's are."""
    jti = text_of(claims, "jti")
    if not jti:
        return None
    return hashlib.sha256(f"{issuer}\0{jti}".encode()).digest()
