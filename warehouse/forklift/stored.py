"""Reading the metadata of files that were stored before each file kept its own facts."""

from dataclasses import dataclass

from warehouse.forklift.metadata import InvalidField, check, from_file, is_reliable
from warehouse.forklift.publication import release_metadata
from warehouse.http import Request
from warehouse.packaging import queries
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import File, PackageType
from warehouse.packaging.publications import ReleaseMetadata
from warehouse.packaging.services import PublishingService, ReleaseService
from warehouse.security import SYSTEM
from warehouse.storage import BlobMissing, Storage


@dataclass(frozen=True)
class _Facts:
    requires_python: str | None
    is_final: bool
    metadata: ReleaseMetadata | None = None


def restate(request: Request, *, at_most: int) -> int:
    """Read the stored metadata of files that were never read; return how many.

    A release whose sdist left something open gets it from its first wheel. Metadata
    that today's rules refuse stays beside its file, which keeps the release's facts.
    """
    files = queries.unread_files(request.db, at_most=at_most)
    found = [(file, _facts_of(request, file)) for file in files]
    publishing = request.service(PublishingService)
    for file, facts in found:
        publishing.restate(
            file, requires_python=facts.requires_python, is_final=facts.is_final
        )
    # Afterwards, since a release that changes is copied to files that are still unread.
    releases = request.service(ReleaseService)
    for file, facts in found:
        if facts.metadata is not None and _is_first_wheel(request, file):
            releases.complete(file.release, facts.metadata, actor=SYSTEM)
    return len(found)


def _facts_of(request: Request, file: File) -> _Facts:
    try:
        with request.service(Storage).open(metadata_path(file.path)) as blob:
            core = check(from_file(blob.read()))
    except BlobMissing:
        return _Facts(file.requires_python, is_final=False)
    except InvalidField as error:
        request.log.warning(
            "stored_metadata_not_read", filename=file.filename, problem=error.problem
        )
        is_wheel = file.packagetype is PackageType.BDIST_WHEEL
        return _Facts(file.requires_python, is_final=is_wheel)
    return _Facts(
        core.text("requires_python"),
        is_final=is_reliable(core, file.packagetype),
        metadata=release_metadata(core),
    )


def _is_first_wheel(request: Request, file: File) -> bool:
    if file.packagetype is not PackageType.BDIST_WHEEL:
        return False
    return not queries.has_wheel(request.db, file.release, before=file)
