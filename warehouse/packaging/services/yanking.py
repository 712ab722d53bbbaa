"""Yanking releases and single files (PEP 592), and giving them back."""

from datetime import UTC, datetime

from warehouse.packaging.errors import ReleaseFrozen
from warehouse.packaging.models import File, Release
from warehouse.packaging.signals import (
    FileUnyanked,
    FileYanked,
    ReleaseUnyanked,
    ReleaseYanked,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class YankService:
    """Hides releases and files from installers that do not ask for them by version."""

    def __init__(self, announce: Announce) -> None:
        self.announce = announce

    def yank(self, release: Release, *, reason: str, actor: Actor) -> None:
        """Yank a release, or give it another reason."""
        require_unfrozen(release)
        _hide(release, reason)
        self.announce(ReleaseYanked(release, actor, reason))

    def unyank(self, release: Release, *, actor: Actor) -> None:
        """Give a release back; files that were yanked by themselves stay so."""
        require_unfrozen(release)
        _show(release)
        self.announce(ReleaseUnyanked(release, actor))

    def yank_file(self, file: File, *, reason: str, actor: Actor) -> None:
        """Yank one file, or give it another reason."""
        require_unfrozen(file.release)
        _hide(file, reason)
        self.announce(FileYanked(file.release, actor, file, reason))

    def unyank_file(self, file: File, *, actor: Actor) -> None:
        """Give one file back."""
        require_unfrozen(file.release)
        _show(file)
        self.announce(FileUnyanked(file.release, actor, file))


def require_unfrozen(release: Release) -> None:
    """Raise `ReleaseFrozen` for a release in quarantine."""
    if release.is_quarantined:
        raise ReleaseFrozen(release.project.name, release.version)


def _hide(row: Release | File, reason: str) -> None:
    row.yanked, row.yanked_reason, row.yanked_date = True, reason, datetime.now(UTC)


def _show(row: Release | File) -> None:
    row.yanked, row.yanked_reason, row.yanked_date = False, "", None
