"""Uploads and new names are looked at."""

from warehouse.http import Request
from warehouse.packaging.signals import FileUploaded, ProjectCreated
from warehouse.scanning.tasks import inspect_file, look_at_name, scan_file
from warehouse.signals import on


@on(FileUploaded)
def have_it_scanned(signal: FileUploaded, request: Request) -> None:
    """Have a worker look the file through once it is durable."""
    request.enqueue(scan_file, str(signal.file.id))
    request.enqueue(inspect_file, str(signal.file.id))


@on(ProjectCreated)
def have_its_name_looked_at(signal: ProjectCreated, request: Request) -> None:
    """Have a worker compare the new name once it is durable."""
    request.enqueue(look_at_name, str(signal.project.id))
