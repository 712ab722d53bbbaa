"""Looking uploaded files through, in the worker."""

from uuid import UUID

from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.packaging.models import File
from warehouse.scanning import queries
from warehouse.scanning.members import ArchiveUnreadable
from warehouse.scanning.services import ScanService
from warehouse.storage import BlobMissing, StorageUnavailable
from warehouse.tasks import task

SWITCH = "disable-upload-scanning"


@task(retry_on=(StorageUnavailable,))
def scan_file(request: Request, key: str) -> None:
    """Look one file through with all rules that are switched on, and keep what matches."""
    file = request.db.get(File, UUID(key))
    sources = queries.enabled_rules(request.db)
    if file is None or not sources or request.service(Flags).is_on(SWITCH):
        return
    scanning = request.service(ScanService)
    try:
        found = scanning.scan(file, sources)
    except (ArchiveUnreadable, BlobMissing) as error:
        request.log.warning("file_not_scanned", filename=file.filename, error=str(error))
        return
    new = scanning.keep(file, found)
    if new:
        request.log.info("file_matched", filename=file.filename, matches=new)
