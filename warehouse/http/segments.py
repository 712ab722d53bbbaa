"""A bounded cache of quoted path segments, instead of Pyramid's unbounded one.

Pyramid keeps each for as long as a process lives, and quotes the names in the paths of all
requests: strangers could make a process grow by inventing names.
"""

from pyramid import traversal
from pyramid.config import Configurator

_MOST, _LONGEST = 10_000, 100


class Segments(dict[tuple[str | bytes, str], str]):
    """Keeps a limited number of segments, none of which is long."""

    def __setitem__(self, key: tuple[str | bytes, str], quoted: str) -> None:
        """Keep `quoted`, emptying the cache if it is full."""
        if len(key[0]) > _LONGEST:
            return
        if len(self) >= _MOST:
            self.clear()
        super().__setitem__(key, quoted)


def includeme(config: Configurator) -> None:
    """Replace Pyramid's cache by ours, once for the whole process."""
    if not isinstance(traversal._segment_cache, Segments):
        traversal._segment_cache = Segments()
