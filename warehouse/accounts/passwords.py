"""Password hashes: argon2 for new ones, and every scheme of a legacy database.

Whatever verifies and is not of today's scheme is hashed anew at the next sign-in.
"""

import hashlib

import structlog
from passlib.context import CryptContext
from passlib.exc import PasswordSizeError

log = structlog.get_logger(__name__)

DISABLED = "!"
LONGEST = 4096


class PasswordHasher:
    """Hashes and verifies passwords; an unreadable hash never matches."""

    def __init__(self) -> None:
        self._context = CryptContext(
            schemes=["argon2", "bcrypt_sha256", "bcrypt", "django_bcrypt", "unix_disabled"],
            deprecated="auto",
            argon2__type="ID",
            argon2__memory_cost=19456,
            argon2__time_cost=2,
            argon2__parallelism=1,
            bcrypt__truncate_error=True,
        )

    def hash(self, password: str) -> str:
        """Hash `password` with the scheme of today."""
        hashed: str = self._context.hash(password)
        return hashed

    def verify(self, password: str, hashed: str) -> tuple[bool, str | None]:
        """Return whether it matches, and a new hash if the stored one is outdated."""
        if not hashed or hashed.startswith(("!", "*")) or len(password) > LONGEST:
            return False, None
        try:
            matches, replacement = self._context.verify_and_update(password, hashed)
        except (ValueError, TypeError, PasswordSizeError) as error:
            log.warning("password_hash_unreadable", problem=type(error).__name__)
            return False, None
        return matches, replacement

    def waste_time(self) -> None:
        """Take as long as a verification, for an account that does not exist."""
        self._context.dummy_verify()


def print_of(hashed: str) -> str:
    """Return a fingerprint of a password's hash, which changes with it."""
    return hashlib.sha256(hashed.encode()).hexdigest()[:32]
