"""Making a bundle: all that is known of the files that were found, and their bytes."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from warehouse.bundles import archive
from warehouse.bundles.errors import NotHere
from warehouse.bundles.manifest import BundledAdvisory, BundledFile, Manifest
from warehouse.bundles.stock import Stock, StockedFile
from warehouse.packaging import queries
from warehouse.packaging.models import Release
from warehouse.packaging.names import normalize
from warehouse.vulnerabilities.models import Vulnerability
from warehouse.vulnerabilities.queries import findings as findings_of
from warehouse.vulnerabilities.queries import select_found, vulnerabilities_of_each

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_Key = tuple[str, str]
"""The source of a vulnerability, and its id."""


def manifest_of(
    db: Session,
    stock: Stock,
    files: Iterable[StockedFile],
    *,
    index: str,
    targets: list[str],
) -> Manifest:
    """Return the manifest of files whose bytes are here.

    It is as old as the newest of them, so that the same files make the same bundle.
    """
    chosen = {each.listed.filename: each for each in files}
    releases: dict[str, Release] = {}
    elsewhere: dict[str, set[str]] = defaultdict(set)
    bundled = []
    for name in sorted(chosen):
        file, provenance = chosen[name], None
        if file.key is None:
            releases[name] = _release(db, stock, file)
            provenance = _provenance(db, file, releases[name])
        else:
            elsewhere[normalize(file.project)].add(file.listed.version)
        bundled.append(_bundled(file, provenance))
    return Manifest(
        index=index,
        created=max((each.uploaded for each in bundled), default=_EPOCH),
        targets=tuple(targets),
        files=tuple(bundled),
        advisories=tuple(_advisories(db, releases.values(), elsewhere)),
    )


def write(
    path: Path,
    manifest: Manifest,
    files: Iterable[StockedFile],
    stock: Stock,
    tell: Callable[[], object],
) -> None:
    """Write the bundle of a manifest, calling `tell` at each file.

    Raises `NotHere` for bytes that are missing.
    """
    chosen = {each.listed.filename: each for each in files}

    def content(file: BundledFile) -> BinaryIO:
        tell()
        return stock.open(chosen[file.filename])

    archive.write(path, manifest, content)


def _release(db: Session, stock: Stock, file: StockedFile) -> Release:
    project = stock.project(file.project)
    release = queries.release_of(db, project, file.listed.version) if project else None
    if release is None:
        raise NotHere(f"{file.listed.filename} was deleted meanwhile")
    return release


def _provenance(db: Session, file: StockedFile, release: Release) -> Any:
    if not file.listed.has_provenance:
        return None
    return queries.provenance_of(db, release, file.listed.filename)


def _bundled(file: StockedFile, provenance: Any) -> BundledFile:
    listed = file.listed
    uploaded = listed.upload_time
    return BundledFile(
        project=file.project,
        version=listed.version,
        filename=listed.filename,
        size=listed.size or 0,
        sha256=file.sha256,
        uploaded=uploaded if uploaded.tzinfo else uploaded.replace(tzinfo=UTC),
        yanked=listed.yanked_reason or "" if listed.yanked else None,
        requires_python=listed.requires_python,
        core_metadata=listed.metadata_file_sha256_digest,
        provenance=provenance,
    )


def _advisories(
    db: Session, releases: Iterable[Release], elsewhere: Mapping[str, Collection[str]]
) -> Sequence[BundledAdvisory]:
    """Return what is known to be wrong with releases, ours and others, by source and id."""
    affects: dict[_Key, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    known = {each.id: each for each in releases}
    found = {}
    for release_id, each in vulnerabilities_of_each(db, list(known)):
        release, found[each.source, each.id] = known[release_id], each
        affects[each.source, each.id][release.project.normalized_name].add(release.version)
    findings = findings_of(db, elsewhere)
    for version, said in findings:
        affects[said.source, said.id][said.name].add(version)
    for each in db.scalars(select_found(findings)) if findings else ():
        found[each.source, each.id] = each
    return [
        BundledAdvisory(
            source=each.source,
            document=_document(each),
            affects={name: sorted(affects[key][name]) for name in sorted(affects[key])},
        )
        for key, each in sorted(found.items())
    ]


def _document(found: Vulnerability) -> dict[str, Any]:
    withdrawn = found.withdrawn
    if withdrawn is not None and withdrawn.tzinfo is None:
        withdrawn = withdrawn.replace(tzinfo=UTC)
    return {
        "id": found.id,
        "link": found.link,
        "aliases": found.aliases or [],
        "details": found.details,
        "summary": found.summary,
        "fixed_in": found.fixed_in or [],
        "withdrawn": None if withdrawn is None else withdrawn.isoformat(),
        "severity": found.severity,
    }
