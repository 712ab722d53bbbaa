"""The facts of a project from which its document is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ProjectFacts:
    """The facts of a project and of its best release from which a document is made."""

    project_id: UUID
    name: str
    status: str
    created: datetime | None
    version: str
    summary: str | None
    keywords: str | None
    requires_python: str | None
    license_expression: str | None
    description: str
    classifiers: list[str]
    has_wheel: bool
    has_provenance: bool
    releases: int
    updated: datetime
    has_sdist: bool = False
    is_typed: bool = False
    is_latest_yanked: bool = False
    keyword_list: Sequence[str] = ()
    authors: str = ""
    imports: Sequence[str] = ()
    commands: Sequence[str] = ()
    provides: Sequence[str] = ()
    requires: Sequence[str] = ()
