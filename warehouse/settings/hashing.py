"""How much work a password's hash is (argon2id, RFC 9106)."""

import re
from dataclasses import dataclass

_LEAST = ((47104, 1), (19456, 2), (12288, 3), (9216, 4), (7168, 5))
"""Memory in KiB and passes: OWASP's minima, of which one has to be met."""

_WRITTEN = re.compile(r"m=(\d{1,7}),t=(\d{1,4}),p=1")


@dataclass(frozen=True)
class HashCost:
    """Memory in KiB, and passes over it."""

    memory: int = 19456
    passes: int = 2

    def __post_init__(self) -> None:
        """Raise `ValueError` for less than OWASP's minima."""
        least = HashCost.least_passes(self.memory)
        if least is None or self.passes < least:
            minima = ", ".join(f"m={memory},t={passes}" for memory, passes in _LEAST)
            raise ValueError(f"must be at least one of {minima}")

    def __str__(self) -> str:
        return f"m={self.memory},t={self.passes},p=1"

    @staticmethod
    def least_passes(memory: int) -> int | None:
        """Return how few passes are admitted over so much memory, None if none are."""
        return next((passes for enough, passes in _LEAST if memory >= enough), None)

    @classmethod
    def least(cls, memory: int) -> "HashCost":
        """Return the least that is admitted with so much memory; raises `ValueError`."""
        return cls(memory, cls.least_passes(memory) or 0)


def hash_cost(text: str) -> HashCost:
    """Parse a cost as argon2 writes it."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError("must be written as in m=19456,t=2,p=1")
    return HashCost(int(found[1]), int(found[2]))
