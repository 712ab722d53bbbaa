"""Turning checked metadata into what a release keeps."""

from warehouse.forklift.metadata import CoreMetadata
from warehouse.packaging.descriptions import RENDERER
from warehouse.packaging.models import DependencyKind
from warehouse.packaging.publications import ReleaseMetadata

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


def _several(core: CoreMetadata, key: str) -> tuple[str, ...] | None:
    return core.several(key) if key in core.values else None
