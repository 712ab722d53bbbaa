"""The files of an upstream's project, by the releases that their names say."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from warehouse.packaging import versions
from warehouse.packaging.models import PackageType
from warehouse.paths import UPSTREAM_FILES


@dataclass(frozen=True)
class UpstreamRelease:
    """The files of one version."""

    version: Version
    files: list[Any] = field(default_factory=list)

    @property
    def is_yanked(self) -> bool:
        """Return whether all of its files are yanked (PEP 592)."""
        return all(each.yanked for each in self.files)

    @property
    def yanked_reason(self) -> str:
        """Return the first reason that is given for yanking it, or nothing."""
        reasons = (each.yanked_reason for each in self.files if each.yanked)
        return next(filter(None, reasons), "") if self.is_yanked else ""

    @property
    def requires_python(self) -> str | None:
        """Return the versions of Python that the first file which says them is for."""
        return next(filter(None, (each.requires_python for each in self.files)), None)

    @property
    def uploaded(self) -> datetime | None:
        """Return when its first file was uploaded, or None if nobody has said."""
        times = [each.upload_time for each in self.files if each.upload_time is not None]
        return min(times, default=None)


def releases_of(files: Iterable[Any]) -> Sequence[UpstreamRelease]:
    """Return the releases, the newest version first; a file without one is in none."""
    found: dict[Version, UpstreamRelease] = {}
    for each in files:
        version = version_of(each.filename)
        if version is not None:
            found.setdefault(version, UpstreamRelease(version)).files.append(each)
    return [found[version] for version in sorted(found, reverse=True)]


def newest_of(releases: Iterable[UpstreamRelease]) -> Version | None:
    """Return the version that installers choose: final if there is one, not yanked."""
    good = [each.version for each in releases if not each.is_yanked]
    final = [each for each in good if not each.is_prerelease]
    return next(iter(final or good), None)


def best_of(releases: Sequence[UpstreamRelease]) -> UpstreamRelease | None:
    """Return the release that a project is shown by, of those with the newest first.

    Any is better than one that is yanked, and a final one better than a pre-release.
    """
    return min(
        releases,
        key=lambda each: (each.is_yanked, each.version.is_prerelease),
        default=None,
    )


def release_of(releases: Iterable[UpstreamRelease], version: str) -> UpstreamRelease | None:
    """Return the release whose version is equal to `version`, or None."""
    wanted = versions.parse(version)
    return next((each for each in releases if each.version == wanted), None)


def version_of(filename: str) -> Version | None:
    """Return the version in the name of a wheel or an sdist, or None."""
    try:
        if filename.endswith(".whl"):
            return parse_wheel_filename(filename)[1]
        return parse_sdist_filename(filename)[1]
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None


def kind_of(filename: str) -> tuple[PackageType, str]:
    """Return the kind of a file that has a version, and the Pythons that it is for."""
    if filename.endswith(".whl"):
        return PackageType.BDIST_WHEEL, filename.split("-")[-3]
    return PackageType.SDIST, "source"


def file_url(host: str, file: Any) -> str:
    """Return the URL of a file on the index at `host`."""
    return f"{host}{UPSTREAM_FILES}{file.id}/{quote(file.filename)}"
