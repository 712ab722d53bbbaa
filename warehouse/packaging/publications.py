"""The arguments of publishing: a release's metadata, and one of its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from warehouse.packaging.contents import FileContents
from warehouse.packaging.locations import blob_path
from warehouse.packaging.models import DependencyKind, PackageType


@dataclass(frozen=True, kw_only=True)
class ReleaseMetadata:
    """Core metadata as a release keeps it; everything has been checked.

    `proved_links` are those of its links that its publisher proves.
    """

    version: str
    summary: str | None = None
    description: str = ""
    description_html: str = ""
    description_content_type: str | None = None
    rendered_by: str = ""
    keywords: tuple[str, ...] | None = None
    home_page: str | None = None
    download_url: str | None = None
    author: str | None = None
    author_email: str | None = None
    maintainer: str | None = None
    maintainer_email: str | None = None
    license: str | None = None
    license_expression: str | None = None
    license_files: tuple[str, ...] | None = None
    platform: str | None = None
    requires_python: str | None = None
    dynamic: tuple[str, ...] | None = None
    provides_extra: tuple[str, ...] | None = None
    classifiers: tuple[str, ...] = ()
    project_urls: Mapping[str, str] = field(default_factory=dict)
    proved_links: frozenset[str] = frozenset()
    dependencies: Mapping[DependencyKind, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ExaminedFile:
    """A file that was received and examined; `source` holds its bytes.

    `core_metadata` is the metadata file inside it, if installers may rely on that;
    `requires_python` is what that file says, whatever the release's is. `uploaded` is when
    it was uploaded to the index that it comes from, if it comes from one that says so.
    """

    filename: str
    packagetype: PackageType
    python_version: str
    comment: str | None
    size: int
    md5: str
    sha256: str
    blake2_256: str
    source: Path
    core_metadata: bytes | None = None
    requires_python: str | None = None
    contents: FileContents | None = None
    uploaded: datetime | None = None

    @property
    def path(self) -> str:
        """Return its path in storage, below its own digest: nothing is overwritten."""
        return blob_path(self.blake2_256, self.filename)
