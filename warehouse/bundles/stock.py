"""The files that this index has of a project, as a resolver needs to see them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from packaging.metadata import parse_email
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidWheelFilename, parse_wheel_filename
from packaging.version import Version
from sqlalchemy.orm import Session

from warehouse.bundles.targets import Target
from warehouse.packaging import queries, versions
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import Project
from warehouse.packaging.names import normalize
from warehouse.packaging.queries import ListedFile
from warehouse.packaging.requirements import Needed, needed
from warehouse.storage import BlobMissing, Storage

_LARGEST_METADATA = 16 * 1024 * 1024
_MOST_REQUIREMENTS = 2_000


@dataclass(frozen=True, kw_only=True)
class StockedFile:
    """A file of a project of this index; its version is one of PEP 440."""

    project: str
    version: Version
    listed: ListedFile

    @property
    def is_held(self) -> bool:
        """Return whether the bytes are here."""
        return self.listed.sha256_digest is not None and self.listed.size is not None

    @property
    def sha256(self) -> str:
        """Return the digest, the empty string where the bytes are not here."""
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

    def __init__(self, db: Session, storage: Storage) -> None:
        self._db, self._storage = db, storage
        self._projects: dict[str, Project | None] = {}
        self._files: dict[str, Mapping[Version, Sequence[StockedFile]]] = {}
        self._required: dict[str, Sequence[Needed]] = {}

    def project(self, name: str) -> Project | None:
        """Return the project of a name in any spelling, None where there is none."""
        key = normalize(name)
        if key not in self._projects:
            self._projects[key] = queries.project_named(self._db, key)
        return self._projects[key]

    def files(self, name: str) -> Mapping[Version, Sequence[StockedFile]]:
        """Return the files of a project by version, none if it is not here."""
        key = normalize(name)
        if key not in self._files:
            self._files[key] = self._read_files(name)
        return self._files[key]

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
            texts = self._own_requirements(file)
            if texts is None:
                texts = self._requirements_of_release(file)
            self._required[key] = [needed(text) for text in texts]
        return self._required[key]

    def _read_files(self, name: str) -> Mapping[Version, Sequence[StockedFile]]:
        project = self.project(name)
        found: dict[Version, list[StockedFile]] = defaultdict(list)
        if project is None:
            return found
        for each in queries.files_of(self._db, project):
            version = versions.parse(each.version)
            if version is not None:
                found[version].append(
                    StockedFile(project=project.name, version=version, listed=each)
                )
        return found

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
