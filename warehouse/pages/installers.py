"""How each installer is told to install a release from this index.

A line is a row of words; the one that is None stands for the requirement itself, into which
a script puts the extras that a reader ticks.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from warehouse.packaging import versions
from warehouse.packaging.names import normalize

MOST_EXTRAS = 40
"""How many extras may be ticked; the part about dependencies names all."""

Line = tuple[str | None, ...]

_is_extra = re.compile(r"[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?", re.I | re.ASCII).fullmatch


@dataclass(frozen=True)
class Installer:
    """A tool: the lines that install, and what tells it of this index once for all.

    Where `is_file` is true the lines are those of `pyproject.toml`. Where `setup` is empty
    the lines contain it, because the tool takes no index beside a requirement.
    """

    key: str
    name: str
    lines: tuple[Line, ...]
    setup: tuple[str, ...] = ()
    afterwards: Line = ()
    is_file: bool = False
    is_setup_file: bool = False


@dataclass(frozen=True)
class Requirement:
    """What is installed: a name, its extras, and a version where one must be named."""

    name: str
    pin: str
    extras: tuple[str, ...]

    @property
    def quote(self) -> str:
        """Return what a shell wants around it: `!` means something to some of them."""
        return "'" if "!" in self.pin else ""

    def __str__(self) -> str:
        """Return the requirement without extras, as a shell takes it."""
        return f"{self.quote}{self.name}{self.pin}{self.quote}"


def requirement_of(
    name: str, version: str, extras: Iterable[str] | None, *, is_newest: bool
) -> Requirement | None:
    """Return what installs a release, None where no installer understands its version.

    Versions of legacy databases may be anything, and are not put into a line for a shell.
    """
    if versions.parse(version) is None:
        return None
    taken = tuple(sorted({each for each in extras or () if _is_extra(each)}))
    pin = "" if is_newest else f"=={version.strip()}"
    return Requirement(name, pin, taken[:MOST_EXTRAS])


def installers_for(index_url: str, site: str) -> tuple[Installer, ...]:
    """Return the installers, each with its lines for the index at `index_url`."""
    source = normalize(re.sub(r"[^A-Za-z0-9]+", "-", site).strip("-") or "index")
    return (*_told_each_time(index_url), *_told_before(index_url, source))


def _told_each_time(index_url: str) -> tuple[Installer, ...]:
    """Return the installers that take an index beside a requirement."""
    return (
        Installer(
            "pip",
            "pip",
            (("pip", "install", "--index-url", index_url, None),),
            setup=(f"pip config set global.index-url {index_url}",),
            afterwards=("pip", "install", None),
        ),
        Installer(
            "uv",
            "uv",
            (("uv", "add", "--index", index_url, None),),
            setup=("[[tool.uv.index]]", f'url = "{index_url}"', "default = true"),
            afterwards=("uv", "add", None),
            is_setup_file=True,
        ),
    )


def _told_before(index_url: str, source: str) -> tuple[Installer, ...]:
    """Return the installers of which the first line says where the index is."""
    poetry = (
        ("poetry", "source", "add", source, index_url),
        ("poetry", "add", "--source", source, None),
    )
    pdm = (
        ("pdm", "config", "--local", "pypi.url", index_url),
        ("pdm", "add", None),
    )
    project: tuple[Line, ...] = (
        ("dependencies", "=", None),
        (),
        ("[tool.hatch.envs.default.env-vars]",),
        (f'PIP_INDEX_URL = "{index_url}"',),
    )
    return (
        Installer("poetry", "Poetry", poetry),
        Installer("pdm", "PDM", pdm),
        Installer("hatch", "pyproject.toml", project, is_file=True),
    )
