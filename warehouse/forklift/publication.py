"""Turning what was checked into what a release and a file keep."""

from warehouse.forklift.contents import contents_shown
from warehouse.forklift.metadata import CoreMetadata, is_reliable
from warehouse.forklift.opening import Opened
from warehouse.forklift.spool import SpooledFile
from warehouse.forklift.values import Described, Submission
from warehouse.packaging.descriptions import RENDERER, as_text
from warehouse.packaging.models import DependencyKind, PackageType
from warehouse.packaging.publications import ExaminedFile, ReleaseMetadata

_KINDS = {
    DependencyKind.REQUIRES: "requires",
    DependencyKind.PROVIDES: "provides",
    DependencyKind.OBSOLETES: "obsoletes",
    DependencyKind.REQUIRES_DIST: "requires_dist",
    DependencyKind.PROVIDES_DIST: "provides_dist",
    DependencyKind.OBSOLETES_DIST: "obsoletes_dist",
    DependencyKind.REQUIRES_EXTERNAL: "requires_external",
}


def release_metadata(core: CoreMetadata, html: str | None = None) -> ReleaseMetadata:
    """Return what a release keeps of `core`; without `html` a task renders it."""
    return ReleaseMetadata(
        version=str(core.version),
        description=core.text("description") or "",
        description_html=html or "",
        rendered_by="" if html is None else RENDERER,
        platform=next(iter(core.several("platforms")), None),
        classifiers=core.several("classifiers"),
        project_urls=core.values.get("project_urls") or {},
        dependencies={
            kind: specifiers
            for kind, key in _KINDS.items()
            if (specifiers := core.several(key))
        },
        keywords=_several(core, "keywords"),
        license_files=_several(core, "license_files"),
        dynamic=_several(core, "dynamic"),
        provides_extra=_several(core, "provides_extra"),
        summary=core.text("summary"),
        description_content_type=core.text("description_content_type"),
        home_page=core.text("home_page"),
        download_url=core.text("download_url"),
        author=core.text("author"),
        author_email=core.text("author_email"),
        maintainer=core.text("maintainer"),
        maintainer_email=core.text("maintainer_email"),
        license=core.text("license"),
        license_expression=core.text("license_expression"),
        requires_python=core.text("requires_python"),
    )


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


def _several(core: CoreMetadata, key: str) -> tuple[str, ...] | None:
    return core.several(key) if key in core.values else None
