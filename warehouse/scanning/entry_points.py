"""The entry points of a distribution, as `entry_points.txt` says them to installers.

Strangers wrote the file and it is stored already, so it is read as far as it makes sense;
what an upload may bring is judged by `forklift/entry_points.py`.
"""

from configparser import ConfigParser
from configparser import Error as ConfigError
from typing import NamedTuple


class EntryPoint(NamedTuple):
    """A name in a group, and the object that it leads to: a module, a colon, a path."""

    group: str
    name: str
    leads: str

    @property
    def module(self) -> str:
        """Return the module that it leads to."""
        return self.leads.partition(":")[0].strip()


class _Parser(ConfigParser):
    """Parses entry points with the case of names kept; of two with one name the last."""

    def __init__(self) -> None:
        # No section can be called "", so none is repeated in all others: that is quadratic.
        super().__init__(
            interpolation=None, delimiters=("=",), strict=False, default_section=""
        )

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def entry_points_in(text: str) -> list[EntryPoint]:
    """Return the entry points that a file says, none if it makes no sense."""
    parser = _Parser()
    try:
        parser.read_string(text)
    except ConfigError:
        return []
    return [
        EntryPoint(group, name, leads)
        for group in parser.sections()
        for name, leads in parser.items(group)
    ]
