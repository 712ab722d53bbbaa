"""Projects, releases and files, without uploading anything."""

import hashlib
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.downloads import DownloadService
from warehouse.downloads.clients import client_of
from warehouse.downloads.counter import Hit
from warehouse.packaging.locations import blob_path
from warehouse.packaging.models import (
    Description,
    File,
    JournalEntry,
    PackageType,
    Project,
    Provenance,
    Release,
    Role,
)

_numbers = count(1)


def make_project(
    db: Session, name: str | None = None, *, owner: User | None = None, **columns: Any
) -> Project:
    """A committed project with its journal row."""
    project = Project(name=name or f"project-{next(_numbers)}", **columns)
    db.add(project)
    db.flush()
    if owner is not None:
        db.add(Role(project=project, user=owner, role_name="Owner"))
    is_private = bool(project.is_private)
    db.add(JournalEntry(name=project.name, action="create", is_private=is_private))
    db.commit()
    db.refresh(project)
    return project


def make_release(
    db: Session, project: Project, version: str = "1.0", **columns: Any
) -> Release:
    """A committed release of `project`."""
    text = columns.pop("description", "")
    release = Release(
        project=project,
        version=version,
        description=Description(raw=text),
        ordering=columns.pop("ordering", next(_numbers)),
        **columns,
    )
    db.add(release)
    db.commit()
    return release


def make_file(db: Session, release: Release, filename: str, **columns: Any) -> File:
    """A committed file of `release` with made-up digests; no bytes are stored."""
    content = filename.encode()
    blake2 = hashlib.blake2b(content, digest_size=32).hexdigest()
    values = {
        "filename": filename,
        "path": blob_path(blake2, filename),
        "packagetype": PackageType.SDIST
        if filename.endswith((".gz", ".zip"))
        else PackageType.BDIST_WHEEL,
        "python_version": "source" if filename.endswith(".gz") else "py3",
        "comment_text": "",
        "size": len(content),
        "md5_digest": hashlib.md5(content).hexdigest(),
        "sha256_digest": hashlib.sha256(content).hexdigest(),
        "blake2_256_digest": blake2,
        "upload_time": datetime(2024, 1, 17, 16, 53, 12, tzinfo=UTC),
        **columns,
    }
    file = File(release=release, **values)
    db.add(file)
    db.commit()
    return file


def make_downloads(db: Session, file: File, count: int = 3) -> None:
    """Count downloads of a file by pip today."""
    hit = Hit(datetime.now(UTC).date(), file.path, client_of(b"pip/24.0"))
    DownloadService(db).record([(hit, count)])


def make_provenance(db: Session, file: File, **facts: Any) -> Provenance:
    """A committed provenance of `file`, by a workflow of octo/sampleproject on GitHub."""
    publisher = {
        "kind": "GitHub",
        "repository": "octo/sampleproject",
        "workflow": "release.yml",
        "environment": None,
    }
    bundle = {"publisher": publisher, "attestations": [{"version": 1}]}
    known = {
        "publisher": "GitHub",
        "repository": "https://github.com/octo/sampleproject",
        "workflow": "release.yml",
        "commit": "3f" * 20,
        "ref": "refs/tags/v1",
        **facts,
    }
    provenance = Provenance(
        file=file,
        provenance={"version": 1, "attestation_bundles": [bundle]},
        facts={name: value for name, value in known.items() if value},
        verified_at=datetime(2026, 1, 17, tzinfo=UTC),
        trust_root="0" * 64,
    )
    db.add(provenance)
    db.commit()
    return provenance
