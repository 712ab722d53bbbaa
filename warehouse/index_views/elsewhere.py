"""The source of the projects of upstreams, all of them: the first that has a name says it.

What an upstream says is believed of times, yanks, Pythons and licences. Nothing it says is
a proof: that a file has a provenance counts only for rules that believe it. What is wrong
with a release is said by advisories, which are about its name.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from warehouse.index_views.candidates import Candidate
from warehouse.index_views.rules import Fact
from warehouse.index_views.sources import Listing, Offer
from warehouse.index_views.upstream_licences import Licences, UpstreamLicences
from warehouse.index_views.vulnerabilities import NOTHING, Known, known_elsewhere
from warehouse.packaging.names import is_valid_name, normalize
from warehouse.packaging.queries import ListedFile
from warehouse.upstreams import UpstreamReader, queries
from warehouse.upstreams.keeping import (
    KeptProject,
    kept_names,
    kept_project,
    recent_projects,
)
from warehouse.upstreams.releases import file_url, version_of
from warehouse.upstreams.searching import NameElsewhere

NAME = "upstreams"

_SOON = 30
"""Seconds after which what an upstream did not say is asked again."""

_NOT_ASKED = Licences({})


class UpstreamProjects:
    """What other indexes have under names that are not ours."""

    name = NAME

    def __init__(
        self,
        reader: UpstreamReader,
        licences: UpstreamLicences,
        never: Collection[str] = (),
    ) -> None:
        self._reader, self._licences, self._never = reader, licences, never

    def listing(
        self, db: Session, project: str, needs: Collection[Fact], then: datetime | None
    ) -> Listing | None:
        """Return the project of this name; raises `UpstreamUnavailable`."""
        found = self._reader.find(normalize(project)) if is_valid_name(project) else None
        if found is None:
            return None
        rows = _until(found.files, then)
        said = self._licences.asked(rows) if Fact.LICENCES in needs else _NOT_ASKED
        known = _vulnerabilities(db, [KeptProject(found.name, rows)], needs, then)
        seconds = found.seconds if said.is_whole else min(found.seconds, _SOON)
        return _listing(
            found.name,
            list(_offers(found.name, rows, said, known.get(found.name, NOTHING))),
            datetime.now(UTC) + timedelta(seconds=seconds),
        )

    def listings(
        self, db: Session, needs: Collection[Fact], *, after: str, limit: int
    ) -> Sequence[Listing]:
        """Return what is kept of the next projects: nobody knows all of upstreams.

        No upstream is asked, so it may be older than what a page would show.
        """
        names = kept_names(db, after=after, limit=limit)
        kept = [kept_project(db, each, self._never) for each in names]
        know = self._licences.known if Fact.LICENCES in needs else _ask_nothing
        known = _vulnerabilities(db, kept, needs, None)
        return [
            _listing(
                name,
                list(_offers(name, files, know(files), known.get(name, NOTHING))),
            )
            for name, files in kept
        ]

    def projects(self, db: Session) -> Iterable[Row[str, str, int]]:
        """Return nothing: nobody knows all projects of upstreams."""
        return []

    def url(self, host: str, file: ListedFile) -> str:
        """Return where the bytes of a file are: here, wherever our own files are."""
        return file.path


def recent_listings(
    db: Session,
    names: Collection[NameElsewhere],
    needs: Collection[Fact],
    *,
    since: datetime,
    then: datetime | None,
    most_files: int,
) -> Iterator[Listing]:
    """Yield what upstreams listed since a moment under these names, asking nobody.

    So many files are looked at in all; a project that has more than are left is passed
    over. No licence is known.
    """
    left, kept = most_files, list[KeptProject]()
    for each in recent_projects(db, names, since):
        if each.files <= left:
            left -= each.files
            rows = _until(queries.listed_files(db, each.project_id), then)
            kept.append(KeptProject(each.name, rows))
    known = _vulnerabilities(db, kept, needs, then)
    for name, files in kept:
        offers = _offers(name, files, _NOT_ASKED, known.get(name, NOTHING))
        yield _listing(name, list(offers))


def _until(rows: Iterable[Any], then: datetime | None) -> list[Any]:
    """Return the files that were public at a moment of the past, all without one."""
    return [
        each
        for each in rows
        if then is None or (each.upload_time or each.first_seen) <= then
    ]


def _listing(
    name: str, offers: Sequence[Offer], fresh_until: datetime | None = None
) -> Listing:
    return Listing(
        name=name,
        normalized_name=name,
        status="active",
        lifecycle_status_note=None,
        last_serial=0,
        offers=offers,
        fresh_until=fresh_until,
    )


def _ask_nothing(files: Iterable[Any]) -> Licences:
    return _NOT_ASKED


def _vulnerabilities(
    db: Session,
    projects: Iterable[KeptProject],
    needs: Collection[Fact],
    then: datetime | None,
) -> Mapping[str, Known]:
    """Return what is known of the versions of projects by their names, if that is asked."""
    if Fact.VULNERABILITIES not in needs:
        return {}
    found = {
        name: {str(version) for each in files if (version := version_of(each.filename))}
        for name, files in projects
    }
    return known_elsewhere(db, found, then)


def _offers(
    project: str, rows: Iterable[Any], licences: Licences, known: Known
) -> Iterator[Offer]:
    found = (_offer(project, each, licences, known) for each in rows)
    return (each for each in found if each is not None)


def _offer(project: str, row: Any, licences: Licences, known: Known) -> Offer | None:
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
        claims_provenance=row.provenance is not None,
        licence=licences.said.get(row.id),
        is_licence_read=row.id in licences.said,
        vulnerabilities=known.of(str(version)),
        fixes=known.fixes(str(version), str(version)),
    )
    return Offer(file, candidate, row.id)
