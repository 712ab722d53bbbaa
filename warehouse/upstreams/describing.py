"""What a release of an upstream says of itself, in the words that we have for our own.

Its core metadata is the file beside one of its files (PEP 658), or lies inside of a wheel
that is held here. It is what a stranger wrote: it is taken apart like that of an upload,
and what would not have been accepted there is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

from warehouse.packaging.locations import METADATA
from warehouse.packaging.metadata import from_file
from warehouse.packaging.metadata.keeping import kept_of
from warehouse.packaging.models import DependencyKind, Description, Project, Release
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.publications import ReleaseMetadata
from warehouse.packaging.services.columns import release_columns
from warehouse.storage import BlobMissing
from warehouse.upstreams.errors import UpstreamError
from warehouse.upstreams.fetching import FileOfUpstream, UpstreamFetcher
from warehouse.upstreams.gate import GateFull, UpstreamGate
from warehouse.upstreams.reading import FoundProject
from warehouse.upstreams.releases import UpstreamRelease
from warehouse.upstreams.rendering import render_once
from warehouse.upstreams.storage import place_of
from warehouse.upstreams.wheels import metadata_inside

log = structlog.get_logger(__name__)

SECONDS_INCOMPLETE = 30
"""For how long an answer may be kept that lacks what an upstream did not give just now."""

_WEB = ("https://", "http://")


@dataclass(frozen=True)
class DescribedRelease:
    """A release of an upstream as rows of ours, which are in no session."""

    project: Project
    release: Release
    metadata: ReleaseMetadata
    key: int | None
    """Of the file that it was read from, None if nothing is known."""
    is_whole: bool
    """Whether nothing more could be known if the upstream were asked again."""

    @property
    def requirements(self) -> tuple[str, ...]:
        """Return what it requires, as it is written."""
        return self.metadata.dependencies.get(DependencyKind.REQUIRES_DIST, ())


class UpstreamDescriber:
    """Describes releases of upstreams; one for all threads of a process."""

    def __init__(self, fetcher: UpstreamFetcher, gate: UpstreamGate) -> None:
        self._fetcher, self._gate = fetcher, gate

    def describe(self, found: FoundProject, release: UpstreamRelease) -> DescribedRelease:
        """Return what is known of a release; its upstream is asked for one file at most."""
        said, is_whole = self._metadata(release)
        version, key, values = str(release.version), None, {}
        if said is not None:
            key, data = said
            values = _usable(from_file(data).values)
            if not _is_about(values, found.name):
                key, values = None, {}
        metadata = kept_of(version, values)
        project = Project(name=values.get("name", found.name), last_serial=0)
        row = Release(version=version, **release_columns(metadata))
        row.requires_python = release.requires_python or metadata.requires_python
        row.yanked, row.yanked_reason = release.is_yanked, release.yanked_reason
        row.description = Description(
            raw=metadata.description, content_type=metadata.description_content_type
        )
        return DescribedRelease(project, row, metadata, key, is_whole)

    def render(self, said: DescribedRelease) -> bool:
        """Give the description of a release its HTML; returns whether there is any.

        Until there is, a page shows it as plain text.
        """
        try:
            with self._gate.entered():
                return render_once(
                    self._fetcher.storage, said.key, said.release.description
                )
        except GateFull:
            return False

    def _metadata(self, release: UpstreamRelease) -> tuple[tuple[int, bytes] | None, bool]:
        """Return the metadata with the id of its file, and whether it is all there is."""
        beside = [each for each in _wheels_first(release.files) if each.core_metadata]
        held = (each for each in beside if self._is_held(each.id, each.filename + METADATA))
        row = next(held, None) or next(iter(beside), None)
        chosen = row and self._fetcher.find(row.id, row.filename + METADATA)
        if chosen is None:
            return self._inside(release), True
        try:
            return (chosen.key, self._read(chosen)), True
        except (UpstreamError, BlobMissing, GateFull) as error:
            log.info("upstream_metadata_missing", file=chosen.filename, why=str(error))
            return self._inside(release), False

    def _is_held(self, key: int, filename: str) -> bool:
        try:
            return bool(self._fetcher.storage.stat(place_of(key, filename)))
        except BlobMissing:
            return False

    def _read(self, file: FileOfUpstream) -> bytes:
        if self._fetcher.stored(file) is None:
            with self._gate.entered():
                self._fetcher.fetch(file)
        with self._fetcher.storage.open(file.path) as source:
            return source.read()

    def _inside(self, release: UpstreamRelease) -> tuple[int, bytes] | None:
        """Return the metadata inside of a wheel that is held here, or None."""
        wheels = (each for each in release.files if each.filename.endswith(".whl"))
        for each in wheels:
            if each.stored_size is None or not self._is_held(each.id, each.filename):
                continue
            place = place_of(each.id, each.filename)
            with self._fetcher.storage.open(place) as source:
                found = metadata_inside(source)
            if found is not None:
                return each.id, found
        return None


def _wheels_first(files: Iterable[Any]) -> list[Any]:
    return sorted(files, key=lambda each: not each.filename.endswith(".whl"))


def _is_about(values: Mapping[str, Any], name: str) -> bool:
    said = str(values.get("name", ""))
    return is_valid_name(said) and normalize(said) == name


def _usable(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out links elsewhere than to the web, and extras and licences that are none."""
    found = dict(values)
    for key in ("home_page", "download_url"):
        if not str(found.get(key, "")).lower().startswith(_WEB):
            found.pop(key, None)
    links = found.get("project_urls") or {}
    found["project_urls"] = {
        label: url for label, url in links.items() if label and url.lower().startswith(_WEB)
    }
    extras = found.get("provides_extra") or ()
    found["provides_extra"] = [normalize(each) for each in extras if is_valid_name(each)]
    try:
        said = found.pop("license_expression", None)
        if said is not None:
            found["license_expression"] = canonicalize_license_expression(said)
    except InvalidLicenseExpression:
        found.setdefault("license", said)
    return found
