"""What is uploaded is looked through."""

from warehouse.http import Request
from warehouse.packaging.signals import FileUploaded
from warehouse.scanning.tasks import scan_file
from warehouse.signals import on


@on(FileUploaded)
def have_it_scanned(signal: FileUploaded, request: Request) -> None:
    """Have a worker look the file through once it is durable."""
    request.enqueue(scan_file, str(signal.file.id))
