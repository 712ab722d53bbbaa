"""Files of upstreams as the legacy JSON documents list them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from warehouse.upstreams.releases import UpstreamRelease, file_url, kind_of


@dataclass(frozen=True, kw_only=True)
class ListedFile:
    """A file by the names of our own columns; what nobody has said is empty."""

    version: str
    filename: str
    path: str
    """Of its URL on any host."""
    packagetype: str
    python_version: str
    size: int | None
    md5_digest: str
    sha256_digest: str | None
    metadata_file_sha256_digest: str | None
    upload_time: datetime | None
    requires_python: str | None
    yanked: bool
    yanked_reason: str | None
    blake2_256_digest: None = None
    """What indexes call BLAKE2b has 512 bits."""
    comment_text: str = ""


def listed(releases: Iterable[UpstreamRelease]) -> Sequence[ListedFile]:
    """Return the files of releases, those of each by their names."""
    return [
        _listed(str(release.version), each)
        for release in releases
        for each in sorted(release.files, key=lambda file: file.filename)
    ]


def _listed(version: str, row: Any) -> ListedFile:
    packagetype, python = kind_of(row.filename)
    beside = row.core_metadata if isinstance(row.core_metadata, dict) else {}
    return ListedFile(
        version=version,
        filename=row.filename,
        path=file_url("", row),
        packagetype=packagetype,
        python_version=python,
        size=row.size if row.size is not None else row.stored_size,
        md5_digest=row.hashes.get("md5", ""),
        sha256_digest=row.hashes.get("sha256"),
        metadata_file_sha256_digest=beside.get("sha256"),
        upload_time=row.upload_time,
        requires_python=row.requires_python,
        yanked=row.yanked,
        yanked_reason=row.yanked_reason,
    )
