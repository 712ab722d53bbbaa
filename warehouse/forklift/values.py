"""The values of an upload at each stage: frozen, each knowing more than the last.

A check declares by its argument what it needs to know. Nothing here asks anybody
anything; the pipeline fills the values, and tests make them by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from packaging.version import Version

from warehouse.classifiers.vocabulary import PUBLISHED, Vocabulary
from warehouse.forklift.archives.tars import TarContents
from warehouse.forklift.archives.zips import ZipArchive
from warehouse.forklift.metadata import CoreMetadata, check, from_form
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.wheel_file import WheelFile, parsed_wheel_file
from warehouse.packaging.descriptions import Rendered
from warehouse.packaging.models import PackageType, Project


@dataclass(frozen=True, kw_only=True)
class Switches:
    """The parts of uploading that an operator has switched off."""

    is_read_only: bool = False
    are_uploads_off: bool = False
    are_attestations_off: bool = False


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A form that was received, cleaned up, and who sent it."""

    fields: Mapping[str, tuple[str, ...]]
    file: SpooledFile | None = None
    file_fields: tuple[str, ...] = ()
    switches: Switches = field(default_factory=Switches)
    is_identified: bool = True
    is_password: bool = False
    refusal: str | None = None
    site: str = ""
    vocabulary: Vocabulary = PUBLISHED

    def text(self, name: str) -> str | None:
        """Return the first value of a field; an empty one counts as none."""
        values = self.fields.get(name, ())
        return (values[0] or None) if values else None

    @cached_property
    def metadata(self) -> CoreMetadata:
        """Return the form's core metadata; raises `InvalidField`."""
        return check(from_form(self.fields), self.vocabulary)


@dataclass(frozen=True, kw_only=True)
class Account:
    """The person behind the upload; publishers and organizations have no name here."""

    username: str | None
    has_verified_email: bool = True
    lacks_second_factor: bool = False
    is_publisher: bool = False


@dataclass(frozen=True, kw_only=True)
class Target:
    """The project that an upload is for, and whether it is allowed."""

    project: Project
    account: Account
    is_allowed: bool
    inactive_organization: str | None = None
    objection: str | None = None
    unmet_rule: str | None = None
    content_type: str | None = None
    rendered: Rendered = Rendered("")
    accepts_any_description: bool = False
    publishing_page: str = ""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The sizes that files and projects may have, and how long releases are open."""

    file_bytes: int
    project_bytes: int
    open_for: timedelta


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A file for a project, before anything is known about its content."""

    project_name: str
    project_size: int
    file: SpooledFile
    packagetype: PackageType
    digests: Mapping[str, str]
    limits: Limits


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A file that the index already has."""

    filename: str
    sha256: str | None
    blake2_256: str | None


@dataclass(frozen=True, kw_only=True)
class Placement:
    """A candidate beside what is already there."""

    candidate: Candidate
    duplicate: Stored | None = None
    is_name_used: bool = False
    release_created: datetime | None = None
    has_sdist: bool = False
    quarantined_version: str | None = None
    now: datetime

    @property
    def is_already_stored(self) -> bool:
        """Return whether exactly this file is there, so that there is nothing to do."""
        found, file = self.duplicate, self.candidate.file
        return (
            found is not None
            and found.filename == file.filename
            and (found.sha256 or "").lower() == file.sha256
            and (found.blake2_256 or "").lower() == file.blake2_256
        )


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """The names that an archive must agree with: filename, project and version."""

    filename: str
    project: str
    version: Version
    allows_any_tag: bool = False
    allows_any_spelling: bool = False


@dataclass(frozen=True, kw_only=True)
class Wheel:
    """A wheel that was opened; `core` is its METADATA, `wheel_file` its WHEEL."""

    distribution: Distribution
    archive: ZipArchive
    dist_info: str
    core: bytes | None
    wheel_file: bytes | None

    @property
    def filename(self) -> str:
        """Return the filename of the wheel."""
        return self.distribution.filename

    @property
    def data_dir(self) -> str:
        """Return the name of the directory whose parts are installed elsewhere."""
        return f"{self.dist_info.removesuffix('.dist-info')}.data"

    @cached_property
    def said(self) -> WheelFile:
        """Return the parsed WHEEL; raises `WheelFileInvalid`."""
        return parsed_wheel_file(self.wheel_file or b"")


@dataclass(frozen=True, kw_only=True)
class Sdist:
    """An sdist that was opened."""

    distribution: Distribution
    contents: TarContents

    @property
    def filename(self) -> str:
        """Return the filename of the sdist."""
        return self.distribution.filename


@dataclass(frozen=True, kw_only=True)
class Described:
    """A distribution with the metadata inside it, and what the form said."""

    filename: str
    form: CoreMetadata
    core: CoreMetadata
    license_root: str
    members: frozenset[str]
    rendered: Rendered
    accepts_any_description: bool = False
