"""What the owners say on the page of a project, in place of its newest release."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from warehouse.packaging.links import Link
from warehouse.packaging.models import Project, Release


@dataclass(frozen=True)
class Presentation:
    """What the owners set; what is empty is as the release has it."""

    summary: str = ""
    notice: str = ""
    keywords: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Return whether all of it is as the release has it."""
        return self == Presentation()

    def stored(self) -> dict[str, Any] | None:
        """Return the JSON of `projects.presentation`, None if it is empty."""
        said = asdict(self) | {"keywords": list(self.keywords)}
        return {name: value for name, value in said.items() if value} or None


@dataclass(frozen=True)
class Shown:
    """What the page shows, and which parts of it the owners set."""

    summary: str | None
    keywords: list[str]
    notice: str
    links: list[Link]
    by_owners: frozenset[str]


def presentation_of(project: Project) -> Presentation:
    """Return what the owners of a project set."""
    stored = project.presentation or {}
    return Presentation(**stored | {"keywords": tuple(stored.get("keywords", ()))})


def shown_of(project: Project, release: Release, *, is_own: bool) -> Shown:
    """Return what the page shows of a release.

    `is_own` is whether it is the page of the project itself: a page about a single release
    says what that release says, and the notice.
    """
    said = presentation_of(project)
    kept = said if is_own else Presentation(notice=said.notice)
    keywords = release.keywords_array or (release.keywords or "").replace(",", " ").split()
    return Shown(
        summary=kept.summary or release.summary,
        keywords=list(kept.keywords or keywords),
        notice=kept.notice,
        links=[Link(label, url, is_verified=False) for label, url in kept.links.items()],
        by_owners=frozenset(name for name, value in asdict(kept).items() if value),
    )
