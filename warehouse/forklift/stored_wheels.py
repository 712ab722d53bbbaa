"""Looking into wheels that were stored before anybody asked what files bring along."""

from warehouse.forklift.contents import contents_of
from warehouse.forklift.metadata import from_file
from warehouse.http import Request
from warehouse.packaging import limits, queries
from warehouse.packaging.contents import FileContents
from warehouse.packaging.models import File
from warehouse.packaging.services import PublishingService
from warehouse.purges import purge
from warehouse.scanning.members import ArchiveUnreadable, entries_of, read
from warehouse.search.caching import SEARCH
from warehouse.search.services import DocumentService
from warehouse.storage import BlobMissing, Storage

_FOLDER = ".dist-info"


def look_into(request: Request, *, at_most: int) -> int:
    """Note what wheels bring along, the newest first, and find their projects by it.

    Return how many were looked into. A wheel that cannot be read brings nothing.
    """
    files = queries.wheels_not_looked_into(request.db, at_most=at_most)
    publishing = request.service(PublishingService)
    for file in files:
        publishing.fill_in(file, _contents_of(request, file))
    projects = {file.release.project_id: None for file in files}
    request.service(DocumentService).index(list(projects))
    if files:
        purge(request.db, SEARCH)
    return len(files)


def _contents_of(request: Request, file: File) -> FileContents:
    names: list[str] = []
    said: dict[str, bytes] = {}
    try:
        with request.service(Storage).open(file.path) as blob:
            for entry in entries_of(file.filename, blob):
                names.append(entry.name)
                folder, _, last = entry.name.partition("/")
                if folder.endswith(_FOLDER) and last in {"METADATA", "entry_points.txt"}:
                    said[last] = read(entry, limits.ENTRY_POINTS.most)
    except (ArchiveUnreadable, BlobMissing) as error:
        request.log.warning(
            "wheel_not_looked_into", filename=file.filename, problem=str(error)
        )
        return FileContents()
    metadata = from_file(said.get("METADATA", b"")).values
    return contents_of(names, said.get("entry_points.txt"), metadata)
