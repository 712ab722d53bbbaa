"""Publishing: bytes, then rows, then news; never the reverse.

A blob is stored before the row that names it is committed. If the commit fails, what is
left is a blob that nobody names, which does no harm and is swept.
"""

import hashlib
import tempfile
from pathlib import Path

from sqlalchemy import update
from sqlalchemy.orm import Session

from warehouse.db.locks import Lock, share_lock
from warehouse.packaging import queries
from warehouse.packaging.contents import FileContents
from warehouse.packaging.locations import metadata_path
from warehouse.packaging.models import File, PackageType, Project, Release
from warehouse.packaging.publications import ExaminedFile, ReleaseMetadata
from warehouse.packaging.services.releases import ReleaseService
from warehouse.packaging.signals import FileUploaded
from warehouse.security import Actor
from warehouse.signals import Announce
from warehouse.storage import Storage


class PublishingService:
    """Adds examined files to releases."""

    def __init__(
        self,
        db: Session,
        announce: Announce,
        *,
        storage: Storage,
        releases: ReleaseService,
    ) -> None:
        self.db, self.announce = db, announce
        self.storage, self.releases = storage, releases

    def publish(
        self,
        project: Project,
        metadata: ReleaseMetadata,
        examined: ExaminedFile,
        *,
        actor: Actor,
    ) -> File:
        """Store the bytes, then write the rows; the release is made if it is new."""
        share_lock(self.db, Lock.SWEEP)
        self._store(project, metadata, examined)
        release = queries.release_of(self.db, project, metadata.version)
        if release is None:
            release = self.releases.create(project, metadata, actor=actor)
        else:
            self.releases.vouch(release, metadata)
            is_wheel = examined.packagetype is PackageType.BDIST_WHEEL
            if is_wheel and not queries.has_wheel(self.db, release):
                self.releases.complete(release, metadata, actor=actor)
        if examined.uploaded is not None:
            self.releases.date_back(release, examined.uploaded)
        file = self._write_file(release, examined, actor)
        self.announce(FileUploaded(release, actor, file))
        return file

    def restate(self, file: File, *, requires_python: str | None, is_final: bool) -> None:
        """Store what the metadata beside `file` says, which nobody had read.

        It is no longer offered to installers where what they read in it is not final.
        """
        file.metadata_read, file.requires_python = True, requires_python
        if not is_final:
            file.metadata_file_sha256_digest = None
            file.metadata_file_blake2_256_digest = None
        self.db.flush()

    def fill_in(self, file: File, contents: FileContents) -> None:
        """Store what a file brings along, which nobody had looked at; no page shows it."""
        self.db.execute(
            update(File).where(File.id == file.id).values(contents=contents.as_json())
        )

    def _store(
        self, project: Project, metadata: ReleaseMetadata, examined: ExaminedFile
    ) -> None:
        labels = {
            "project": project.normalized_name,
            "version": metadata.version,
            "package-type": examined.packagetype.value,
            "python-version": examined.python_version.encode("ascii", "replace").decode(
                "ascii"
            ),
        }
        self.storage.put(examined.path, examined.source, metadata=labels)
        if examined.core_metadata is None:
            return
        with tempfile.NamedTemporaryFile(
            dir=self.storage.scratch(), prefix="metadata-"
        ) as file:
            file.write(examined.core_metadata)
            file.flush()
            path = metadata_path(examined.path)
            self.storage.put(path, Path(file.name), metadata=labels)

    def _write_file(self, release: Release, examined: ExaminedFile, actor: Actor) -> File:
        core = examined.core_metadata
        file = File(
            release=release,
            filename=examined.filename,
            path=examined.path,
            packagetype=examined.packagetype,
            python_version=examined.python_version,
            comment_text=examined.comment,
            size=examined.size,
            md5_digest=examined.md5,
            sha256_digest=examined.sha256,
            blake2_256_digest=examined.blake2_256,
            uploaded_via=actor.client,
            **({} if examined.uploaded is None else {"upload_time": examined.uploaded}),
            requires_python=examined.requires_python,
            metadata_read=True,
            contents=None if examined.contents is None else examined.contents.as_json(),
            metadata_file_sha256_digest=None
            if core is None
            else hashlib.sha256(core).hexdigest(),
            metadata_file_blake2_256_digest=None
            if core is None
            else hashlib.blake2b(core, digest_size=32).hexdigest(),
        )
        self.db.add(file)
        self.db.flush()
        return file
