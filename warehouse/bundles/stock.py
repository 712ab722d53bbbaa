"""The files of a project, as a resolver needs to see them: ours, and those of upstreams.

What there is, is what a view shows. Without one it is all that a view over every source
would show, so that whose a name is, is decided in one place.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import BinaryIO

from packaging.metadata import parse_email
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version
from sqlalchemy.orm import Session

from warehouse.bundles.errors import NotHere
from warehouse.bundles.targets import Target
from warehouse.bundles.upstream_files import UpstreamFiles
from warehouse.index_views.elsewhere import NAME as UPSTREAMS
from warehouse.index_views.explanations import objection
from warehouse.index_views.rules import OWN, Rule
from warehouse.index_views.showing import Decided, SeenProject, SeenView, seen_project
from warehouse.index_views.sources import Sources
from warehouse.packaging import queries, versions
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import Project
from warehouse.packaging.names import normalize
from warehouse.packaging.queries import ListedFile
from warehouse.packaging.requirements import Needed, needed
from warehouse.storage import BlobMissing, Storage
from warehouse.upstreams.errors import UpstreamUnavailable

_LARGEST_METADATA = 16 * 1024 * 1024
_MOST_REQUIREMENTS = 2_000

EVERYTHING = SeenView("", 0, "", Rule(sources=(OWN, UPSTREAMS)))
"""What there is where no view is named."""


@dataclass(frozen=True, kw_only=True)
class StockedFile:
    """A file of a project; its version is one of PEP 440."""

    project: str
    version: Version
    listed: ListedFile
    key: int | None = None
    """What the upstream's file is known by; None for one of ours."""

    @property
    def is_held(self) -> bool:
        """Return whether the bytes are here, or can be fetched."""
        if self.key is not None:
            return True
        return self.listed.sha256_digest is not None and self.listed.size is not None

    @property
    def sha256(self) -> str:
        """Return the digest, the empty string where nobody has said it."""
        return (self.listed.sha256_digest or "").lower()

    def place_on(self, target: Target) -> int | None:
        """Return how well it fits a target: wheels by their tags, then sdists, or None."""
        if not self._takes_python_of(target):
            return None
        filename = self.listed.filename
        if not filename.endswith(".whl"):
            return len(target.tags) if filename.endswith((".tar.gz", ".zip")) else None
        try:
            tags = parse_wheel_filename(filename)[3]
        except (InvalidWheelFilename, ValueError):
            # Wheels of an older index may have names that no installer reads.
            return None
        places = [target.places[tag] for tag in tags if tag in target.places]
        return min(places, default=None)

    @cached_property
    def build(self) -> tuple[int, str] | tuple[()]:
        """Return the build number of a wheel (PEP 427); the highest is the best."""
        return parse_wheel_filename(self.listed.filename)[2]

    def _takes_python_of(self, target: Target) -> bool:
        try:
            takes = SpecifierSet(self.listed.requires_python or "")
        except InvalidSpecifier:
            return True
        return takes.contains(target.full_python, prereleases=True)


class Stock:
    """Finds files by project, and what they require; each is looked up once."""

    def __init__(
        self,
        db: Session,
        storage: Storage,
        sources: Sources,
        upstreams: UpstreamFiles,
        view: SeenView = EVERYTHING,
    ) -> None:
        self.view = view
        self._db, self._storage, self._sources = db, storage, sources
        self._upstreams, self._now = upstreams, datetime.now(UTC)
        self._projects: dict[str, Project | None] = {}
        self._seen: dict[str, SeenProject | None] = {}
        self._files: dict[str, Mapping[Version, Sequence[StockedFile]]] = {}
        self._required: dict[str, Sequence[Needed]] = {}

    def knows(self, name: str) -> bool:
        """Return whether any source has a project of this name, in any spelling."""
        return self._seen_project(name) is not None

    def project(self, name: str) -> Project | None:
        """Return our own project of a name in any spelling, None where there is none."""
        key = normalize(name)
        if key not in self._projects:
            self._projects[key] = queries.project_named(self._db, key)
        return self._projects[key]

    def files(self, name: str) -> Mapping[Version, Sequence[StockedFile]]:
        """Return the files of a project by version, none if nothing of it is shown."""
        key = normalize(name)
        if key not in self._files:
            self._files[key] = self._read_files(name)
        return self._files[key]

    def hidden(self, name: str) -> Sequence[Decided]:
        """Return the files of a project that the view hides."""
        seen = self._seen_project(name)
        found = () if seen is None else seen.files
        return [each for each in found if not each.decision.is_visible]

    def why_hidden(self, found: Decided) -> str:
        """Return what hides a file, as a clause."""
        filename, why = found.offer.file.filename, objection(found.decision).english
        return f"the view {self.view.name} hides {filename}: {why.rstrip('.')}"

    def best(
        self, files: Collection[StockedFile], target: Target, hashes: Collection[str] = ()
    ) -> StockedFile | None:
        """Return the file of a version that an installer would take on a target."""
        found = []
        for each in files:
            place = each.place_on(target)
            is_allowed = not hashes or each.sha256 in hashes
            if place is not None and each.is_held and is_allowed:
                found.append((place, each))
        if not found:
            return None
        lowest = min(place for place, _ in found)
        fitting = [each for place, each in found if place == lowest]
        if lowest == len(target.tags):
            return min(fitting, key=lambda each: each.listed.filename)
        return max(fitting, key=lambda each: (each.build, each.listed.filename))

    def requirements(self, file: StockedFile) -> Sequence[Needed]:
        """Return what a file requires: as its own metadata says, else as its release does.

        Files of one release may differ, and installers read that of the file (PEP 658).
        """
        key = file.listed.filename
        if key not in self._required:
            self._required[key] = [needed(text) for text in self._texts(file)]
        return self._required[key]

    def open(self, file: StockedFile) -> BinaryIO:
        """Return the bytes of a file; raises `NotHere` for those that are missing."""
        filename = file.listed.filename
        if file.key is not None:
            return self._upstreams.open(file.key, filename)
        try:
            return self._storage.open(file.listed.path)
        except BlobMissing:
            raise NotHere(f"the bytes of {filename} are missing") from None

    def fetched(self, file: StockedFile) -> StockedFile:
        """Return a file whose bytes are here, with size and digest; raises `NotHere`."""
        if file.key is None:
            return file
        size, sha256 = self._upstreams.measured(file.key, file.listed.filename)
        return replace(file, listed=file.listed._replace(size=size, sha256_digest=sha256))

    def _seen_project(self, name: str) -> SeenProject | None:
        key = normalize(name)
        if key not in self._seen:
            try:
                self._seen[key] = seen_project(
                    self._db, self._sources, self.view, key, self._now
                )
            except UpstreamUnavailable as error:
                raise NotHere(str(error)) from error
        return self._seen[key]

    def _read_files(self, name: str) -> Mapping[Version, Sequence[StockedFile]]:
        seen = self._seen_project(name)
        found: dict[Version, list[StockedFile]] = defaultdict(list)
        for each in () if seen is None else seen.files:
            if not each.decision.is_visible:
                continue
            stocked = stocked_file(each, seen.listing.name if seen else name)
            if stocked is not None:
                found[stocked.version].append(stocked)
        return found

    def _texts(self, file: StockedFile) -> Sequence[str]:
        if file.key is not None:
            return self._upstreams.requirements(file.key, file.listed.filename)
        found = self._own_requirements(file)
        return self._requirements_of_release(file) if found is None else found

    def _own_requirements(self, file: StockedFile) -> Sequence[str] | None:
        if file.listed.metadata_file_sha256_digest is None:
            return None
        try:
            with self._storage.open(metadata_path(file.listed.path)) as source:
                raw, _others = parse_email(source.read(_LARGEST_METADATA))
        except BlobMissing:
            return None
        return raw.get("requires_dist", [])

    def _requirements_of_release(self, file: StockedFile) -> Sequence[str]:
        project = self.project(file.project)
        assert project is not None
        release = queries.release_of(self._db, project, file.listed.version)
        if release is None:
            return ()
        return queries.requirements_of(self._db, release, limit=_MOST_REQUIREMENTS)


def stocked_file(found: Decided, project: str) -> StockedFile | None:
    """Return a file that a view shows, None if its version is none of PEP 440."""
    listed, candidate = found.offer.file, found.offer.candidate
    version = versions.parse(listed.version)
    if version is None:
        return None
    listed = listed._replace(upload_time=candidate.public_since)
    return StockedFile(project=project, version=version, listed=listed, key=found.offer.key)
