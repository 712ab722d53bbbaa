"""The ceremonies of WebAuthn (level 2, section 7): options for browsers, and their answers.

An answer is good for one challenge, one purpose, one browser and five minutes. The
challenge is signed and not stored, so that looking at the sign-in page keeps nothing.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    base64url_to_bytes,
    options_to_json_dict,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from warehouse.accounts.models import SecurityKey, User
from warehouse.rate_limiting import Charge, LimitReached, RateLimiter
from warehouse.security import LinkBroken, LinkExpired, LinkSigner

Options = dict[str, Any]
"""What a script gives to `navigator.credentials`, as JSON can say it."""

LASTS = timedelta(minutes=5)
_KIND = "webauthn"
_ONCE = "1 per 10 minutes"

Malformed = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError)
"""What the library raises for an answer that is not one."""


class AnswerBroken(Exception):
    """The answer of a browser is not one to what we asked."""


@dataclass(frozen=True)
class Site:
    """The index as browsers know it, and the browser that asks."""

    host: str
    """The host's name without a port, which keys are for."""
    origin: str
    name: str
    browser: str
    """What is another text in another browser."""


class Ceremonies:
    """Makes options for browsers, and verifies what they answer."""

    def __init__(self, signer: LinkSigner, limiter: RateLimiter, site: Site) -> None:
        self.signer, self.limiter, self.site = signer, limiter, site

    def options_to_add(self, user: User, *, purpose: str, is_passkey: bool) -> Options:
        """Return what asks a browser for a new key of `user`."""
        required = UserVerificationRequirement.REQUIRED
        discouraged = UserVerificationRequirement.DISCOURAGED
        resident = ResidentKeyRequirement
        options = webauthn.generate_registration_options(
            rp_id=self.site.host,
            rp_name=self.site.name,
            user_id=user.id.bytes,
            user_name=user.username,
            user_display_name=user.name or user.username,
            challenge=self._challenge(purpose),
            exclude_credentials=_descriptors(user.security_keys),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=resident.REQUIRED if is_passkey else resident.DISCOURAGED,
                user_verification=required if is_passkey else discouraged,
            ),
        )
        return options_to_json_dict(options)

    def options_to_prove(self, user: User | None, *, purpose: str) -> Options:
        """Return what asks for a key of `user`, or for anybody's passkey."""
        options = webauthn.generate_authentication_options(
            rp_id=self.site.host,
            challenge=self._challenge(purpose),
            allow_credentials=[] if user is None else _descriptors(user.security_keys),
            user_verification=UserVerificationRequirement.REQUIRED
            if user is None
            else UserVerificationRequirement.DISCOURAGED,
        )
        return options_to_json_dict(options)

    def added(self, answer: str, *, purpose: str, is_passkey: bool) -> VerifiedRegistration:
        """Return the new key; raises `AnswerBroken`."""
        try:
            credential = parse_registration_credential_json(answer)
            return webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=self._answered(
                    credential.response.client_data_json, purpose
                ),
                expected_rp_id=self.site.host,
                expected_origin=self.site.origin,
                require_user_verification=is_passkey,
            )
        except Malformed as error:
            raise AnswerBroken from error

    def proved(
        self, answer: str, key: SecurityKey, *, purpose: str, is_passkey: bool
    ) -> VerifiedAuthentication:
        """Return what `key` signed; raises `AnswerBroken`."""
        try:
            credential = parse_authentication_credential_json(answer)
            return webauthn.verify_authentication_response(
                credential=credential,
                expected_challenge=self._answered(
                    credential.response.client_data_json, purpose
                ),
                expected_rp_id=self.site.host,
                expected_origin=self.site.origin,
                credential_public_key=base64url_to_bytes(key.public_key),
                credential_current_sign_count=key.sign_count,
                require_user_verification=is_passkey,
            )
        except Malformed as error:
            raise AnswerBroken from error

    def _challenge(self, purpose: str) -> bytes:
        nonce = secrets.token_urlsafe(16)
        values = {"purpose": purpose, "browser": self._browser(), "nonce": nonce}
        return self.signer.sign(_KIND, **values).encode()

    def _answered(self, client_data: bytes, purpose: str) -> bytes:
        """Return the challenge that was answered, if it is ours; it is used up by that."""
        challenge = parse_client_data_json(client_data).challenge
        try:
            values: dict[str, Any] = self.signer.read(
                _KIND, challenge.decode(), lasts=LASTS
            )
        except (LinkBroken, LinkExpired) as error:
            raise AnswerBroken from error
        if values["purpose"] != purpose or values["browser"] != self._browser():
            raise AnswerBroken
        used = Charge(_ONCE, ("webauthn", hashlib.sha256(challenge).hexdigest()))
        try:
            self.limiter.take(used)
        except LimitReached as error:
            raise AnswerBroken from error
        return challenge

    def _browser(self) -> str:
        return hashlib.sha256(self.site.browser.encode()).hexdigest()[:32]


def credential_id_of(answer: str) -> str:
    """Return the id of the key that answered; raises `AnswerBroken`."""
    try:
        return parse_authentication_credential_json(answer).id
    except Malformed as error:
        raise AnswerBroken from error


def _descriptors(keys: list[SecurityKey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id))
        for key in keys
    ]
