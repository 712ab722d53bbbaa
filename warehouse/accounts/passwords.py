"""Password hashes: argon2 for new ones, and every scheme of a legacy database.

Whatever verifies and is not of today's scheme is hashed anew at the next sign-in.
"""

import hashlib
import time

import structlog
from passlib.context import CryptContext
from passlib.exc import PasswordSizeError

from warehouse.settings import HashCost

log = structlog.get_logger(__name__)

DISABLED = "!"
LONGEST = 4096


class PasswordHasher:
    """Hashes and verifies passwords; an unreadable hash never matches."""

    def __init__(self, cost: HashCost | None = None) -> None:
        cost = cost or HashCost()
        self._context = CryptContext(
            schemes=["argon2", "bcrypt_sha256", "bcrypt", "django_bcrypt", "unix_disabled"],
            deprecated="auto",
            argon2__type="ID",
            argon2__memory_cost=cost.memory,
            argon2__time_cost=cost.passes,
            argon2__parallelism=1,
            bcrypt__truncate_error=True,
        )

    def hash(self, password: str) -> str:
        """Hash `password` with the scheme of today."""
        hashed: str = self._context.hash(password)
        return hashed

    def verify(self, password: str, hashed: str) -> tuple[bool, str | None]:
        """Return whether it matches, and a new hash if the stored one is outdated."""
        if not is_usable(hashed) or len(password) > LONGEST:
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


def calibrated(target: float, *, memory: int) -> tuple[HashCost, float]:
    """Return what takes this machine `target` seconds or a little less, and its time.

    With `memory` in KiB; what takes longer already is the least that `HashCost` admits.
    """
    cost = HashCost.least(memory)
    took = _seconds(cost)
    most = int(target / took * cost.passes)
    while cost.passes < most:
        more = HashCost(memory, (cost.passes + most + 1) // 2)
        longer = _seconds(more)
        if longer > target:
            most = more.passes - 1
        else:
            cost, took = more, longer
    return cost, took


def _seconds(cost: HashCost) -> float:
    """Return how long hashing takes at its fastest: what else runs makes it slower only."""
    hasher = PasswordHasher(cost)
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        hasher.hash("correct horse battery staple")
        times.append(time.perf_counter() - begun)
    return min(times)


def is_usable(hashed: str) -> bool:
    """Return whether any password has this hash; that of an account without one has not."""
    return bool(hashed) and not hashed.startswith(("!", "*"))


def print_of(hashed: str) -> str:
    """Return a fingerprint of a password's hash, which changes with it."""
    return hashlib.sha256(hashed.encode()).hexdigest()[:32]
