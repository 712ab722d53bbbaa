"""entry_points.txt: the scripts an installer would make."""

import configparser
import re

from warehouse.forklift.archives.unzipping import read
from warehouse.forklift.archives.zips import ZipArchive
from warehouse.packaging import limits

_SCRIPTS = ("console_scripts", "gui_scripts")
_NAME = re.compile(r"[\w.-]+\Z")
_LARGEST = limits.ENTRY_POINTS.most


class _Parser(configparser.ConfigParser):
    """Names of scripts are case-sensitive."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def entry_points_problem(archive: ZipArchive, dist_info: str) -> str | None:
    """What is wrong with the entry points of a wheel, if it has any."""
    data = read(archive, f"{dist_info}/entry_points.txt", _LARGEST)
    if data is None:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return "it is not UTF-8"
    parser = _Parser(delimiters=("=",), interpolation=None, default_section="\0none")
    try:
        parser.read_string(text)
    except configparser.Error as error:
        return " ".join(type(error).__name__.split()) + " while reading it"
    for section in _SCRIPTS:
        if not parser.has_section(section):
            continue
        for name, _ in parser.items(section):
            if not _NAME.match(name):
                return f"{name[:60]!r} is no name for a script"
    return None
