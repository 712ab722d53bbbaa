"""Refusing archives that would become too large, while they are read."""

from warehouse.forklift.archives.limits import (
    ALL_NAMES,
    GIB,
    HARMLESS,
    LARGEST_UNPACKED,
    MOST_MEMBERS,
    RATIO,
)
from warehouse.forklift.refusals import Reason, Refused


class Tally:
    """Counts members, their names and their bytes against what an archive may have."""

    def __init__(self, archive_size: int) -> None:
        self.archive_size = archive_size
        self.bytes = self.members = self.names = 0

    def member(self, name_length: int) -> None:
        """Count one more member."""
        self.members += 1
        self.names += name_length
        if self.members > MOST_MEMBERS or self.names > ALL_NAMES:
            raise Refused(Reason.TOO_MANY_MEMBERS, limit=MOST_MEMBERS)

    def data(self, size: int) -> None:
        """Count `size` more unpacked bytes."""
        self.bytes += size
        if self.bytes > HARMLESS and self.bytes > RATIO * self.archive_size:
            raise Refused(Reason.BOMB, ratio=RATIO)
        if self.bytes > LARGEST_UNPACKED:
            raise Refused(Reason.TOO_BIG_UNPACKED, limit=LARGEST_UNPACKED // GIB)
