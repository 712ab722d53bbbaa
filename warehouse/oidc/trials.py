"""Comparing a token, or claims that somebody typed, to publishers, without any effect.

Nothing here is stored, exchanged or asked of an issuer, so a signature is not checked.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from warehouse.oidc.errors import TokenUnreadable
from warehouse.oidc.identities import identity_of
from warehouse.oidc.issuers import BUILT_IN
from warehouse.oidc.matching import ClaimCheck, Claims, Outcome, check_claims
from warehouse.oidc.models import GenericPublisher, GitLabPublisher, OIDCPublisher
from warehouse.oidc.tokens import LEEWAY, LONGEST, peek


@dataclass(frozen=True)
class Trial:
    """One publisher, and what came of each claim."""

    publisher: OIDCPublisher
    checks: Sequence[ClaimCheck]

    @property
    def is_met(self) -> bool:
        """Return whether the publisher is that of the token."""
        return all(each.is_met for each in self.checks)


def read_claims(text: str) -> Claims:
    """Return the claims of a token, or of a JSON object; raises `TokenUnreadable`."""
    text = text.strip()
    if not text.startswith("{"):
        return peek(text).claims
    if len(text) > LONGEST:
        raise TokenUnreadable
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise TokenUnreadable from None
    if not isinstance(found, dict):
        raise TokenUnreadable
    return found


def general_checks(claims: Claims, audience: str) -> Sequence[ClaimCheck]:
    """Return what comes of the claims that matter whoever publishes."""
    found = claims.get("aud")
    return (
        ClaimCheck("aud", audience, found, _outcome(claims, "aud", found == audience)),
        *_times(claims),
    )


def compare(publishers: Iterable[OIDCPublisher], claims: Claims) -> list[Trial]:
    """Return what comes of each publisher, those first that match best.

    Of a publisher at another issuer only that is said.
    """
    found = [_trial(each, claims) for each in publishers]
    found.sort(key=lambda each: sum(not check.is_met for check in each.checks))
    return found


def issuer_of(publisher: OIDCPublisher) -> str:
    """Return the issuer whose tokens a publisher has."""
    if isinstance(publisher, GenericPublisher | GitLabPublisher):
        return publisher.issuer_url
    kind = type(identity_of(publisher))
    return next(issuer for issuer, each in BUILT_IN.items() if each is kind)


def _trial(publisher: OIDCPublisher, claims: Claims) -> Trial:
    issuer, found = issuer_of(publisher), claims.get("iss")
    check = ClaimCheck("iss", issuer, found, _outcome(claims, "iss", found == issuer))
    others = check_claims(publisher, claims) if check.is_met else ()
    return Trial(publisher, (check, *others))


def _times(claims: Claims) -> Iterable[ClaimCheck]:
    now = datetime.now(UTC).timestamp()
    for name, is_late in (("exp", True), ("nbf", False)):
        if name not in claims and not is_late:
            continue
        found = claims.get(name)
        is_met = False
        if isinstance(found, int | float) and not isinstance(found, bool):
            is_met = found > now - LEEWAY if is_late else found <= now + LEEWAY
        words = "a time that is not over" if is_late else "a time that has come"
        yield ClaimCheck(name, words, found, _outcome(claims, name, is_met))


def _outcome(claims: Claims, name: str, is_met: bool) -> Outcome:
    if name not in claims:
        return Outcome.MISSING
    return Outcome.MET if is_met else Outcome.DIFFERENT
