"""What a file is decided by, wherever it comes from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KnownVulnerability:
    """A vulnerability that the release of a file is known to have."""

    id: str
    severity: str | None = None
    """`low`, `medium`, `high` or `critical`, None if nobody says."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The facts about a file that a rule may be about.

    `uploaded` is what its source says, `first_seen` when this index had it first.
    """

    source: str
    project: str
    """The normalised name."""

    version: str
    filename: str
    uploaded: datetime | None
    first_seen: datetime
    yanked: bool = False
    requires_python: str | None = None
    has_provenance: bool = False
    claims_provenance: bool = False
    """Whether its source says that it has one, which nobody has verified here."""

    is_trusted: bool = False
    """Whether a trusted publisher uploaded it."""

    licence: str | None = None
    """An SPDX expression, or whatever else its author has said; None for nothing."""

    is_licence_read: bool = True
    """Whether anybody has looked for what its author says."""

    vulnerabilities: tuple[KnownVulnerability, ...] = ()
    fixes: tuple[str, ...] = ()
    """The known vulnerabilities of earlier releases that this one is the first without."""

    @property
    def public_since(self) -> datetime:
        """Return since when the file has been public, as far as anybody knows."""
        return self.uploaded or self.first_seen

    @property
    def is_wheel(self) -> bool:
        """Return whether it is a wheel, by its name."""
        return self.filename.endswith(".whl")
