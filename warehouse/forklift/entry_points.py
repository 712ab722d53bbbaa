"""entry_points.txt: the scripts an installer would make."""

import configparser
import re

from warehouse.forklift.archives.paths import key
from warehouse.forklift.archives.unzipping import read
from warehouse.forklift.archives.zips import ZipArchive
from warehouse.forklift.refusals import abbreviated
from warehouse.packaging import limits

_SCRIPTS = ("console_scripts", "gui_scripts")
_NAME = re.compile(r"[\w.-]+\Z")
_CALLABLE = re.compile(r"[\w.]+\s*:\s*[\w.]+\s*(\[[^\]]*\])?\s*\Z")
_LARGEST = limits.ENTRY_POINTS.most


class _Parser(configparser.ConfigParser):
    """Parses entry points with the case of names kept."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def entry_points_problem(archive: ZipArchive, dist_info: str) -> str | None:
    """Return what is wrong with the entry points of a wheel, or None."""
    data = entry_points_of(archive, dist_info)
    if data is None:
        return None
    try:
        return _scripts_problem(_scripts(data))
    except UnicodeDecodeError:
        return "it is not UTF-8"
    except configparser.Error as error:
        return " ".join(type(error).__name__.split()) + " while reading it"


def entry_points_of(archive: ZipArchive, dist_info: str) -> bytes | None:
    """Return the file of entry points, or None. May be `Refused`, being too large."""
    return read(archive, f"{dist_info}/entry_points.txt", _LARGEST)


def scripts_in(data: bytes | None) -> list[tuple[str, str]]:
    """Return the scripts of a file of entry points, none of one that cannot be read."""
    try:
        return _scripts((data or b"")[:_LARGEST])
    except (UnicodeDecodeError, configparser.Error):
        return []


def _scripts(data: bytes) -> list[tuple[str, str]]:
    parser = _Parser(delimiters=("=",), interpolation=None, default_section="\0none")
    parser.read_string(data.decode("utf-8"))
    return [
        item
        for section in _SCRIPTS
        if parser.has_section(section)
        for item in parser.items(section)
    ]


def _scripts_problem(scripts: list[tuple[str, str]]) -> str | None:
    """Return what is wrong with the names of scripts, which share one directory."""
    names: dict[str, str] = {}
    for name, value in scripts:
        if not _NAME.match(name) or not name.strip("."):
            return f"{abbreviated(name)!r} is no name for a script"
        if not _CALLABLE.match(value):
            return (
                f"{abbreviated(value)!r} is no function for a script, as in 'module:name'"
            )
        other = names.setdefault(key(name), name)
        if other != name:
            both = f"{abbreviated(other)!r} and {abbreviated(name)!r}"
            return f"{both} are one script on some systems"
    return None
