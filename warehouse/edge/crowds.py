"""How many of something there are for each address, and how many there may be."""

from collections import Counter

from warehouse.security.addresses import network_of

_LONGEST = 60
"""Characters that an address may have, and that are remembered of what is none."""


def household(address: str) -> str:
    """What stands for everybody who may choose between addresses such as this one."""
    return network_of(address[:_LONGEST])


class Crowd:
    """Counts who is there; at most `each` of one address, and `all` of all."""

    def __init__(self, each: int, all: int | None = None) -> None:
        self.each, self.all = each, all
        self._there: Counter[str] = Counter()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def of(self, address: str) -> int:
        """How many there are of `address`."""
        return self._there[household(address)]

    def enter(self, address: str) -> None:
        """Count one more, whether it may stay or not."""
        self._there[household(address)] += 1
        self._size += 1

    def leave(self, address: str) -> None:
        """Count one less."""
        name = household(address)
        self._there[name] -= 1
        self._size -= 1
        if self._there[name] <= 0:
            del self._there[name]

    def is_too_much_of(self, address: str) -> bool:
        """Whether there are more of `address` than there may be."""
        return self.of(address) > self.each

    @property
    def is_too_much(self) -> bool:
        """Whether there are more of all together than there may be."""
        return self.all is not None and self._size > self.all
