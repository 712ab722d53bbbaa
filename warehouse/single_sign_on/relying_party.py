"""The part of the index in OpenID Connect: the code flow with PKCE.

Where a person is sent (OpenID Connect Core, 3.1.2.1), and what is made of the code with
which they come back (3.1.3). Keys, endpoints and requests are those of trusted publishing:
`IssuerKeys` and `OutboundClient`. No database connection may be held by who asks.
"""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from warehouse.oidc.errors import IssuerBusy, TokenInvalid, TokenUnreadable
from warehouse.oidc.keys import IssuerKeys, KeyUnknown, object_in
from warehouse.oidc.tokens import LEEWAY, IdentityVerifier, peek
from warehouse.outbound import OutboundClient, TargetRefused, TargetRules, Unanswered
from warehouse.single_sign_on.errors import (
    AssertionInvalid,
    NoLongerProved,
    ProviderRefused,
    ProviderSilent,
)
from warehouse.single_sign_on.providers import Assertion, Provider, assertion_of

SCOPE = "openid email profile"
_LONGEST_SUBJECT = 255
_PROVED_WITHIN = 300
"""Seconds since a person proved anew who they are, where that was asked for."""

_ISSUER_IS_SAID = "authorization_response_iss_parameter_supported"
_METHODS = "token_endpoint_auth_methods_supported"
_OF_PEOPLE = ("email", "email_verified", "name", "preferred_username")


@dataclass(frozen=True)
class Ceremony:
    """One way of a browser to a provider and back: what it takes along, and what not.

    `state` and `nonce` come back; `verifier` is sent by us alone (RFC 7636).
    """

    provider: Provider
    redirect_uri: str
    state: str
    nonce: str
    verifier: str = field(repr=False)
    is_anew: bool = False
    """Whether the person has to prove who they are though they did just now."""

    @property
    def challenge(self) -> str:
        """Return what binds the code to the verifier (RFC 7636, 4.2)."""
        digest = hashlib.sha256(self.verifier.encode("ascii")).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class RelyingParty:
    """Sends people to identity providers, and reads what these say of them."""

    def __init__(
        self, keys: IssuerKeys, client: OutboundClient, rules: TargetRules
    ) -> None:
        self._keys, self._client, self._rules = keys, client, rules

    def address(self, ceremony: Ceremony) -> str:
        """Return where a browser is sent; raises `ProviderSilent`."""
        url = self._endpoint(ceremony.provider, "authorization_endpoint")
        asked = {
            "response_type": "code",
            "scope": SCOPE,
            "client_id": ceremony.provider.client,
            "redirect_uri": ceremony.redirect_uri,
            "state": ceremony.state,
            "nonce": ceremony.nonce,
            "code_challenge": ceremony.challenge,
            "code_challenge_method": "S256",
        }
        if ceremony.is_anew:
            asked |= {"prompt": "login", "max_age": "0"}
        return f"{url}{'&' if urlsplit(url).query else '?'}{urlencode(asked)}"

    def assertion(self, ceremony: Ceremony, answer: Mapping[str, str]) -> Assertion:
        """Return what the provider says of the person who came back with `answer`.

        Raises `ProviderRefused`, `ProviderSilent` or `AssertionInvalid`.
        """
        self._check_sender(ceremony.provider, answer)
        if answer.get("error"):
            raise ProviderRefused(answer["error"])
        code = answer.get("code")
        if not code:
            raise AssertionInvalid("the answer has no code")
        said = self._redeemed(ceremony, code)
        claims = self._verified(ceremony, said.get("id_token"))
        return assertion_of(ceremony.provider, self._completed(ceremony, claims, said))

    def _check_sender(self, provider: Provider, answer: Mapping[str, str]) -> None:
        """Refuse the answer of another provider (RFC 9207, 2.4)."""
        issuer = answer.get("iss")
        is_due = self._configuration(provider).get(_ISSUER_IS_SAID) is True
        if issuer != provider.issuer and (issuer is not None or is_due):
            raise AssertionInvalid("the answer is of another issuer")

    def _redeemed(self, ceremony: Ceremony, code: str) -> dict[str, Any]:
        """Return what a code is exchanged for (OpenID Connect Core, 3.1.3.1)."""
        provider = ceremony.provider
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": ceremony.redirect_uri,
            "code_verifier": ceremony.verifier,
        }
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        if provider.secret is None:
            form["client_id"] = provider.client
        elif self._takes_basic(provider):
            headers["Authorization"] = _basic(provider.client, provider.secret)
        else:
            form |= {"client_id": provider.client, "client_secret": provider.secret}
        return self._asked(
            self._endpoint(provider, "token_endpoint"), headers, urlencode(form).encode()
        )

    def _takes_basic(self, provider: Provider) -> bool:
        """Return whether the secret goes into a header, as is usual."""
        methods = self._configuration(provider).get(_METHODS)
        return not isinstance(methods, list) or "client_secret_basic" in methods

    def _verified(self, ceremony: Ceremony, text: Any) -> dict[str, Any]:
        """Return the claims of an ID token (OpenID Connect Core, 3.1.3.7)."""
        provider = ceremony.provider
        try:
            token = peek(text if isinstance(text, str) else "")
            if token.issuer != provider.issuer:
                raise AssertionInvalid("the ID token is of another issuer")
            verifier = IdentityVerifier(self._keys, provider.client, may_be_listed=True)
            claims = dict(verifier.verify(token))
        except (TokenUnreadable, TokenInvalid, IssuerBusy) as error:
            raise AssertionInvalid(f"the ID token is not valid: {error}") from error
        _check_claims(ceremony, claims)
        return claims

    def _completed(
        self, ceremony: Ceremony, claims: dict[str, Any], said: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the claims with what the provider says on request only (Core, 5.3)."""
        token = said.get("access_token")
        has_more = "userinfo_endpoint" in self._configuration(ceremony.provider)
        wanted = {"email", ceremony.provider.groups or "email"}
        if wanted <= claims.keys() or not has_more or not isinstance(token, str):
            return claims
        url = self._endpoint(ceremony.provider, "userinfo_endpoint")
        more = self._asked(
            url, {"Accept": "application/json", "Authorization": f"Bearer {token}"}
        )
        if more.get("sub") != claims["sub"]:
            raise AssertionInvalid("the provider speaks of two people")
        told = {*_OF_PEOPLE, *wanted} & more.keys()
        return {**{name: more[name] for name in told}, **claims}

    def _asked(
        self, url: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> dict[str, Any]:
        try:
            target = self._rules.check(url)
            if body is None:
                answer = self._client.get(target, headers)
            else:
                answer = self._client.post(target, headers, body)
        except (Unanswered, TargetRefused) as error:
            raise ProviderSilent(str(error)) from error
        if 400 <= answer.status < 500:
            # RFC 6749, 5.2: the code was used before, is old, or of another client.
            raise AssertionInvalid(f"{url} answered with {answer.status}")
        try:
            return object_in(answer, url)
        except ValueError as error:
            raise ProviderSilent(str(error)) from error

    def _endpoint(self, provider: Provider, name: str) -> str:
        url = self._configuration(provider).get(name)
        if not isinstance(url, str):
            raise ProviderSilent(f"the configuration of {provider.issuer} has no {name}")
        try:
            return self._rules.check(url).url
        except TargetRefused as error:
            raise ProviderSilent(f"{name}: {error}") from error

    def _configuration(self, provider: Provider) -> Mapping[str, Any]:
        try:
            return self._keys.configuration(provider.issuer)
        except KeyUnknown as error:
            raise ProviderSilent(str(error)) from error


class MembersRelyingParty(RelyingParty):
    """The same for the providers of organizations, whose addresses strangers chose."""


def _basic(client: str, secret: str) -> str:
    """Return the header of a client with a secret (RFC 6749, 2.3.1)."""
    both = f"{quote_plus(client)}:{quote_plus(secret)}"
    return "Basic " + base64.b64encode(both.encode()).decode()


def _check_claims(ceremony: Ceremony, claims: Mapping[str, Any]) -> None:
    """Raise `AssertionInvalid` unless an ID token was made for this ceremony alone."""
    client, audience = ceremony.provider.client, claims["aud"]
    if audience not in (client, [client]) or claims.get("azp", client) != client:
        raise AssertionInvalid("the ID token is for others, too")
    if not hmac.compare_digest(str(claims.get("nonce")).encode(), ceremony.nonce.encode()):
        raise AssertionInvalid("the ID token is of another sign-in")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 1 <= len(subject) <= _LONGEST_SUBJECT:
        raise AssertionInvalid("the ID token names nobody")
    if "\0" in subject:
        raise AssertionInvalid("the ID token names nobody")
    if ceremony.is_anew:
        proved = claims.get("auth_time")
        if not isinstance(proved, int | float):
            raise NoLongerProved("the ID token does not say when the person signed in")
        if time.time() - proved > _PROVED_WITHIN + LEEWAY:
            raise NoLongerProved("the person signed in too long ago")
