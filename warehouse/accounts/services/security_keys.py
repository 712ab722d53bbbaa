"""The security keys and passkeys of an account."""

from datetime import UTC, datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn.helpers import bytes_to_base64url

from warehouse.accounts import queries
from warehouse.accounts.errors import (
    AccountDisabled,
    KeyRefused,
    KeyTaken,
    KeyWrong,
    LabelTaken,
    LastFactor,
)
from warehouse.accounts.models import SecurityKey, User
from warehouse.accounts.services.factor_tries import FactorTries
from warehouse.accounts.signals import FactorAdded, FactorRemoved
from warehouse.accounts.webauthn import AnswerBroken, Ceremonies, credential_id_of
from warehouse.security import Actor
from warehouse.signals import Announce

METHOD = "webauthn"
PASSKEY = "passkey"
SECOND_FACTOR, REAUTHENTICATION = "second-factor", "reauthentication"


def adding(is_passkey: bool) -> str:
    """Return the purpose of a challenge for a new key of this kind."""
    return "add-passkey" if is_passkey else "add-key"


class SecurityKeyService:
    """Adds keys, checks what they sign, and removes them."""

    def __init__(
        self, db: Session, announce: Announce, *, tries: FactorTries, ceremonies: Ceremonies
    ) -> None:
        self.db, self.announce = db, announce
        self.tries, self.ceremonies = tries, ceremonies

    def add(
        self, user: User, label: str, answer: str, *, is_passkey: bool, actor: Actor
    ) -> SecurityKey:
        """Add the key that a browser made.

        Raises `KeyRefused`, `KeyTaken` or `LabelTaken`.
        """
        if any(key.label == label for key in user.security_keys):
            raise LabelTaken(label)
        try:
            made = self.ceremonies.added(
                answer, purpose=adding(is_passkey), is_passkey=is_passkey
            )
        except AnswerBroken as error:
            raise KeyRefused from error
        key = SecurityKey(
            user_id=user.id,
            label=label,
            credential_id=bytes_to_base64url(made.credential_id),
            public_key=bytes_to_base64url(made.credential_public_key),
            sign_count=made.sign_count,
            is_passkey=is_passkey,
        )
        try:
            with self.db.begin_nested():
                self.db.add(key)
        except IntegrityError as error:
            raise KeyTaken from error
        self.db.refresh(user, ["security_keys"])
        self.announce(FactorAdded(user, actor, METHOD, label))
        return key

    def check(self, user: User, answer: str, *, purpose: str, actor: Actor) -> SecurityKey:
        """Return the key of `user` that signed; raises `KeyWrong`, `TooManyAttempts`."""
        with self.tries.counted(user, actor=actor):
            key = self._named(answer)
            if key is None or key.user_id != user.id:
                raise KeyWrong
            self._accept(key, answer, purpose=purpose, is_passkey=False)
        return key

    def check_passkey(self, answer: str, *, actor: Actor) -> SecurityKey:
        """Return the passkey that signed, which says whose it is.

        Raises `KeyWrong`, `AccountDisabled` or `TooManyAttempts`.
        """
        key = self._named(answer)
        owner = None if key is None else key.user
        with self.tries.counted(owner, actor=actor):
            if key is None or not key.is_passkey:
                raise KeyWrong
            self._accept(key, answer, purpose=PASSKEY, is_passkey=True)
        if key.user.is_frozen or key.user.disabled_for is not None:
            raise AccountDisabled
        return key

    def remove(self, key: SecurityKey, *, actor: Actor) -> None:
        """Remove a key; raises `LastFactor` if there is nothing beside it."""
        user = queries.user_locked(self.db, key.user_id)
        if user.factor_count == 1:
            raise LastFactor
        self.db.delete(key)
        user.sessions_from = datetime.now(UTC)
        self.db.flush()
        self.db.refresh(user, ["security_keys"])
        self.announce(FactorRemoved(user, actor, METHOD, key.label))

    def _named(self, answer: str) -> SecurityKey | None:
        try:
            name = credential_id_of(answer)
        except AnswerBroken:
            return None
        found = select(SecurityKey).where(SecurityKey.credential_id == name)
        return None if "\0" in name else self.db.scalar(found)

    def _accept(
        self, key: SecurityKey, answer: str, *, purpose: str, is_passkey: bool
    ) -> None:
        """Store that the key signed, with its counter, unless that was done meanwhile."""
        try:
            proof = self.ceremonies.proved(
                answer, key, purpose=purpose, is_passkey=is_passkey
            )
        except AnswerBroken as error:
            raise KeyWrong from error
        changed = self.db.execute(
            update(SecurityKey)
            .where(SecurityKey.id == key.id, SecurityKey.sign_count == key.sign_count)
            .values(sign_count=proof.new_sign_count, last_used=datetime.now(UTC))
            .returning(SecurityKey.id)
        )
        if changed.first() is None:
            raise KeyWrong
