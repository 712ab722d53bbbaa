"""Recovery codes: making them, and using each of them once."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.errors import (
    RecoveryCodeBurned,
    RecoveryCodesExist,
    RecoveryCodeWrong,
)
from warehouse.accounts.models import RecoveryCode, User
from warehouse.accounts.passwords import PasswordHasher
from warehouse.accounts.services.factor_tries import FactorTries
from warehouse.accounts.signals import (
    RecoveryCodesGenerated,
    RecoveryCodesRegenerated,
    RecoveryCodeUsed,
)
from warehouse.security import Actor
from warehouse.signals import Announce

METHOD = "recovery-code"
_HOW_MANY = 8
_BYTES = 8


class RecoveryCodeService:
    """Makes the recovery codes of an account, and burns them."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        passwords: PasswordHasher,
        tries: FactorTries,
    ) -> None:
        self.db, self.announce = db, announce
        self.passwords, self.tries = passwords, tries

    def generate(self, user: User, *, actor: Actor) -> list[str]:
        """Return new codes; raises `RecoveryCodesExist` if there are unused ones."""
        user = queries.user_locked(self.db, user.id)
        if user.codes_left:
            raise RecoveryCodesExist
        codes = self._replace(user)
        self.announce(RecoveryCodesGenerated(user, actor))
        return codes

    def regenerate(self, user: User, *, actor: Actor) -> list[str]:
        """Return new codes, which replace all others."""
        user = queries.user_locked(self.db, user.id)
        codes = self._replace(user)
        self.announce(RecoveryCodesRegenerated(user, actor))
        return codes

    def burn(self, user: User, code: str, *, actor: Actor) -> None:
        """Use a code up.

        Raises `RecoveryCodeWrong`, `RecoveryCodeBurned` or `TooManyAttempts`.
        """
        with self.tries.counted(user, actor=actor):
            self._burn(user, code)
        self.announce(RecoveryCodeUsed(user, actor))

    def burn_for(self, user: User, codes: Iterable[str], *, actor: Actor) -> int:
        """Use codes up that their owner told staff; return how many were right and unused.

        Staff are not held to the limits of those who try codes.
        """
        burned = 0
        for code in codes:
            try:
                self._burn(user, code)
            except (RecoveryCodeWrong, RecoveryCodeBurned):
                continue
            self.announce(RecoveryCodeUsed(user, actor))
            burned += 1
        self.db.expire(user, ["recovery_codes"])
        return burned

    def _burn(self, user: User, code: str) -> None:
        found = self._find(user, "".join(code.split()).lower())
        # Of parallel requests with one code, only the first still finds it unused.
        burned = self.db.execute(
            update(RecoveryCode)
            .where(RecoveryCode.id == found.id, RecoveryCode.burned.is_(None))
            .values(burned=datetime.now(UTC))
            .returning(RecoveryCode.id)
        )
        if burned.first() is None:
            raise RecoveryCodeBurned

    def _find(self, user: User, code: str) -> RecoveryCode:
        for each in user.recovery_codes:
            matches, _ = self.passwords.verify(code, each.code)
            if matches:
                return each
        raise RecoveryCodeWrong

    def _replace(self, user: User) -> list[str]:
        self.db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
        codes = [secrets.token_hex(_BYTES) for _ in range(_HOW_MANY)]
        self.db.add_all(
            RecoveryCode(user_id=user.id, code=self.passwords.hash(code)) for code in codes
        )
        self.db.flush()
        self.db.refresh(user, ["recovery_codes"])
        return codes
