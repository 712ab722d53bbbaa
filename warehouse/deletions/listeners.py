"""Copying rows right before they are deleted."""

from warehouse.deletions.services import DeletionService
from warehouse.http import Request
from warehouse.packaging.signals import FileDeleted, ProjectDeleted, ReleaseDeleted
from warehouse.signals import on


@on(ProjectDeleted)
def keep_project(signal: ProjectDeleted, request: Request) -> None:
    """Copy the rows of a project."""
    request.service(DeletionService).keep(signal.project, actor=signal.actor)


@on(ReleaseDeleted, in_bulk=True)
def keep_release(signal: ReleaseDeleted, request: Request) -> None:
    """Copy the rows of a release."""
    request.service(DeletionService).keep(signal.release, actor=signal.actor)


@on(FileDeleted)
def keep_file(signal: FileDeleted, request: Request) -> None:
    """Copy the rows of a file."""
    request.service(DeletionService).keep(signal.file, actor=signal.actor)
