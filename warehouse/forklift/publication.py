"""Turning what was checked into what a release and a file keep."""

from warehouse.forklift.contents import contents_shown
from warehouse.forklift.metadata import CoreMetadata, is_reliable
from warehouse.forklift.opening import Opened
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.values import Described, Submission
from warehouse.packaging.descriptions import as_text
from warehouse.packaging.metadata.keeping import kept_of
from warehouse.packaging.models import PackageType
from warehouse.packaging.publications import ExaminedFile, ReleaseMetadata


def release_metadata(core: CoreMetadata, html: str | None = None) -> ReleaseMetadata:
    """Return what a release keeps of `core`; without `html` a task renders it."""
    return kept_of(str(core.version), core.values, html)


def examined_file(
    submission: Submission, file: SpooledFile, found: Opened, about: Described
) -> ExaminedFile:
    """Return what is kept of a file that passed all checks."""
    packagetype = PackageType(submission.text("filetype") or "")
    is_sdist = packagetype is PackageType.SDIST
    return ExaminedFile(
        filename=file.filename,
        packagetype=packagetype,
        python_version="source" if is_sdist else submission.text("pyversion") or "",
        comment=submission.text("comment"),
        size=file.size,
        md5=file.md5,
        sha256=file.sha256,
        blake2_256=file.blake2_256,
        source=file.path,
        core_metadata=found.core if is_reliable(about.core, packagetype) else None,
        requires_python=about.core.text("requires_python"),
        contents=contents_shown(found, about.core, is_sdist=is_sdist),
    )


def html_of(about: Described) -> str:
    """Return the rendered description, or its text where it does not render."""
    if about.rendered.html is not None:
        return about.rendered.html
    return as_text(about.core.text("description") or "")
