"""What the checks need to know about files that are already there."""

from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from warehouse.forklift.values import Stored
from warehouse.packaging.models import File, Filename, PackageType, Project, Release


def file_like(db: Session, project: Project, filename: str, digest: str) -> Stored | None:
    """A file with this name, or one of this project with this content; the name first."""
    found = db.execute(
        select(File.filename, File.sha256_digest, File.blake2_256_digest)
        .join(Release, Release.id == File.release_id)
        .where(
            or_(
                File.filename == filename,
                (Release.project_id == project.id) & (File.blake2_256_digest == digest),
            )
        )
        .order_by((File.filename == filename).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    return Stored(filename=found[0], sha256=found[1], blake2_256=found[2])


def is_filename_used(db: Session, filename: str) -> bool:
    """Whether any file ever had this name."""
    wanted = select(Filename.id).where(Filename.filename == filename)
    return db.scalar(wanted) is not None


def has_sdist(db: Session, release: Release) -> bool:
    """Whether the release has a source distribution."""
    wanted = select(File.id).where(
        File.release_id == release.id, File.packagetype == PackageType.SDIST
    )
    return db.scalar(wanted.limit(1)) is not None


def be_patient(db: Session) -> None:
    """Let this transaction take the time that a large file needs."""
    for setting in (
        "statement_timeout",
        "lock_timeout",
        "idle_in_transaction_session_timeout",
    ):
        db.execute(text(f"SET LOCAL {setting} = '600s'"))
