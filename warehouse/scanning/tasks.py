"""Looking uploaded files through, and new names over, in the worker."""

from uuid import UUID

import orjson
import redis

from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.packaging.models import File, Project
from warehouse.scanning import queries
from warehouse.scanning.members import ArchiveUnreadable
from warehouse.scanning.prepared import Prepared
from warehouse.scanning.services import NameService, ScanService
from warehouse.storage import BlobMissing, StorageUnavailable
from warehouse.tasks import task

SWITCH = "disable-upload-scanning"

MOST_KNOWN = 5000
"""Names that new ones are compared with."""

_KNOWN, _KNOWN_FOR = "warehouse/names-most-required", 3600


@task(retry_on=(StorageUnavailable,))
def scan_file(request: Request, key: str) -> None:
    """Try all rules that are on with one file, and keep what they match."""
    engine = request.registry[Prepared].engine(request.db)
    file = _wanted(request, key)
    if file is None or engine is None:
        return
    try:
        new = request.service(ScanService).match(file, engine)
    except (ArchiveUnreadable, BlobMissing) as error:
        request.log.warning("file_not_scanned", filename=file.filename, error=str(error))
        return
    if new:
        request.log.info("file_matched", filename=file.filename, matches=new)


@task(retry_on=(StorageUnavailable,))
def inspect_file(request: Request, key: str) -> None:
    """Inspect one file, and keep what stands out.

    This is a task of its own, so that no failure of it loses what rules match.
    """
    file = _wanted(request, key)
    if file is None:
        return
    try:
        request.service(ScanService).inspect(file)
    except (ArchiveUnreadable, BlobMissing) as error:
        request.log.warning("file_not_inspected", filename=file.filename, error=str(error))


def _wanted(request: Request, key: str) -> File | None:
    """Return the file, unless it is gone or nothing is to be scanned."""
    if request.service(Flags).is_on(SWITCH):
        return None
    return request.db.get(File, UUID(key))


@task()
def look_at_name(request: Request, key: str) -> None:
    """Compare the name of a new project with those that most projects require."""
    project = request.db.get(Project, UUID(key))
    if project is None:
        return
    kept = _most_required(request)
    known = request.registry[Prepared].names(kept, lambda: orjson.loads(kept))
    new = request.service(NameService).look_at(project, known)
    if new:
        request.log.info("name_matched", project=project.name, matches=new)


def _most_required(request: Request) -> bytes:
    """Return the names as JSON; they are counted once an hour."""
    valkey: redis.Redis = request.registry[redis.Redis]
    kept = valkey.get(_KNOWN)
    if isinstance(kept, bytes):
        return kept
    names = orjson.dumps(queries.most_required(request.db, limit=MOST_KNOWN))
    valkey.set(_KNOWN, names, ex=_KNOWN_FOR)
    return names
