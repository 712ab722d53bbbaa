"""Pages, files and projects as another index lists them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_SEPARATORS = re.compile(r"[-_.]+")


def normalized(name: str) -> str:
    """Return the form in which spellings of a name are compared (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


@dataclass(frozen=True, kw_only=True)
class ListedFile:
    """One file of a page; what the page does not say is None or empty.

    `hashes` has hexadecimal digests by the names of their algorithms in `hashlib`. `yanked`
    is the reason, which may be the empty string. `core_metadata` has the digests of the
    metadata beside the file, none of them where the page only says that there is some.
    """

    filename: str
    url: str
    hashes: Mapping[str, str]
    requires_python: str | None = None
    yanked: str | None = None
    size: int | None = None
    upload_time: datetime | None = None
    core_metadata: Mapping[str, str] | None = None
    provenance: str | None = None

    @property
    def is_yanked(self) -> bool:
        """Return whether the file is yanked, with a reason or without (PEP 592)."""
        return self.yanked is not None

    @property
    def has_core_metadata(self) -> bool:
        """Return whether the metadata is offered beside the file (PEP 658)."""
        return self.core_metadata is not None

    def is_of(self, project: str) -> bool:
        """Return whether the filename begins with any spelling of a project's name."""
        return normalized(self.filename).startswith(f"{normalized(project)}-")


@dataclass(frozen=True, kw_only=True)
class Omission:
    """An entry that was left out of a page: what it calls itself, and why."""

    filename: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ProjectPage:
    """The page of a project; HTML does not say whose page it is, so `name` may be None."""

    name: str | None
    files: tuple[ListedFile, ...]
    omitted: tuple[Omission, ...] = ()
    status: str = "active"
    status_reason: str | None = None

    def is_about(self, project: str) -> bool:
        """Return whether the page may be that of a project, however either is spelled."""
        return self.name is None or normalized(self.name) == normalized(project)


@dataclass(frozen=True, kw_only=True)
class ListedProject:
    """One project of a list, and the absolute URL of its page."""

    name: str
    url: str
