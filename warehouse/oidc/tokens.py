"""Reading identity tokens (RFC 7519), and checking who issued them for whom, and when."""

import json
from dataclasses import dataclass
from typing import Any

import jwt

from warehouse.oidc.errors import IssuerBusy, TokenInvalid, TokenUnreadable
from warehouse.oidc.keys import IssuerKeys, KeysBusy, KeyUnknown
from warehouse.oidc.matching import Claims

LONGEST = 32 * 1024
LEEWAY = 30
"""Seconds by which the clocks of an issuer and of the index may differ."""

_REQUIRED = ["iss", "iat", "exp", "aud"]


@dataclass(frozen=True)
class Unverified:
    """What a token says of itself, which anybody may have written."""

    text: str
    header: dict[str, Any]
    claims: Claims

    @property
    def issuer(self) -> str | None:
        """Return who is said to have issued it."""
        found = self.claims.get("iss")
        return found if isinstance(found, str) else None


def peek(text: str) -> Unverified:
    """Return what a token says, unchecked; raises `TokenUnreadable`."""
    if len(text) > LONGEST:
        raise TokenUnreadable
    try:
        found = jwt.decode_complete(text, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise TokenUnreadable from None
    return Unverified(text, found["header"], found["payload"])


class IdentityVerifier:
    """Checks signatures and times of tokens that are for one audience.

    The audience is the one string of `aud`, unless it `may_be_listed` among others.
    """

    def __init__(
        self, keys: IssuerKeys, audience: str, *, may_be_listed: bool = False
    ) -> None:
        self._keys, self.audience = keys, audience
        self._is_strict = not may_be_listed

    def verify(self, token: Unverified) -> Claims:
        """Return the claims of a token that is as its issuer made it, and valid now.

        Raises `TokenInvalid`. The issuer may be asked for its keys, so the database must
        not be waiting.
        """
        kid, issuer = token.header.get("kid"), token.issuer
        if not isinstance(kid, str) or not kid or issuer is None:
            raise TokenInvalid("it does not name its key")
        try:
            key = self._keys.find(issuer, kid)
            found: dict[str, Any] = jwt.decode(
                token.text,
                key.key,
                algorithms=[key.algorithm],
                audience=self.audience,
                issuer=issuer,
                leeway=LEEWAY,
                options={"require": _REQUIRED, "strict_aud": self._is_strict},
            )
        except KeysBusy as error:
            raise IssuerBusy(str(error)) from error
        except KeyUnknown as error:
            raise TokenInvalid(str(error)) from error
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise TokenInvalid(str(error)) from error
        return found


def without_signature(text: str) -> str:
    """Return a token that can be shown, because nobody accepts it."""
    return ".".join([*text.split(".")[:2], ""])


def printed(claims: Claims) -> str:
    """Return claims as people read them."""
    return json.dumps(claims, indent=2, sort_keys=True, ensure_ascii=False)
