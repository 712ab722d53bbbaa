"""The source of the projects of upstreams, all of them: the first that has a name says it.

What an upstream says is believed of times, yanks and Pythons. Nothing it says is a proof:
its files have no provenance here, no license, and no advisory is known to be about them.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from warehouse.index_views.candidates import Candidate
from warehouse.index_views.rules import Fact
from warehouse.index_views.sources import Listing, Offer
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.queries import ListedFile
from warehouse.upstreams import UpstreamReader
from warehouse.upstreams.releases import file_url, version_of

NAME = "upstreams"


class UpstreamProjects:
    """What other indexes have under names that are not ours."""

    name = NAME

    def __init__(self, reader: UpstreamReader) -> None:
        self._reader = reader

    def listing(
        self, db: Session, project: str, needs: Collection[Fact], then: datetime | None
    ) -> Listing | None:
        """Return the project of this name; raises `UpstreamUnavailable`."""
        found = self._reader.find(normalize(project)) if is_valid_name(project) else None
        if found is None:
            return None
        offers = (_offer(found.name, each) for each in found.files)
        known = [each for each in offers if each is not None]
        return Listing(
            name=found.name,
            normalized_name=found.name,
            status="active",
            lifecycle_status_note=None,
            last_serial=0,
            offers=[
                each
                for each in known
                if then is None or each.candidate.public_since <= then
            ],
            fresh_until=datetime.now(UTC) + timedelta(seconds=found.seconds),
        )

    def listings(
        self, db: Session, needs: Collection[Fact], *, after: str, limit: int
    ) -> Sequence[Listing]:
        """Return nothing: nobody knows all projects of upstreams."""
        return []

    def projects(self, db: Session) -> Iterable[Row[str, str, int]]:
        """Return nothing: nobody knows all projects of upstreams."""
        return []

    def url(self, host: str, file: ListedFile) -> str:
        """Return where the bytes of a file are: here, wherever our own files are."""
        return file.path


def _offer(project: str, row: Any) -> Offer | None:
    """Return a file; None if no hash tells it from another, or its name no version."""
    version, hashes = version_of(row.filename), row.hashes
    if version is None or not {"sha256", "md5"} & set(hashes):
        return None
    metadata = row.core_metadata if isinstance(row.core_metadata, dict) else {}
    file = ListedFile(
        version=str(version),
        requires_python=row.requires_python,
        yanked=row.yanked,
        yanked_reason=row.yanked_reason or "",
        filename=row.filename,
        path=file_url("", row),
        size=row.size,
        md5_digest=hashes.get("md5", ""),
        sha256_digest=hashes.get("sha256"),
        upload_time=row.upload_time,
        metadata_file_sha256_digest=metadata.get("sha256"),
        has_provenance=False,
    )
    candidate = Candidate(
        source=NAME,
        project=project,
        version=str(version),
        filename=row.filename,
        uploaded=row.upload_time,
        first_seen=row.first_seen,
        yanked=row.yanked,
        requires_python=row.requires_python,
    )
    return Offer(file, candidate, row.id)
