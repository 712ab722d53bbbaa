"""Turning checked metadata into what a release keeps."""

from warehouse.forklift.values import Described
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
_TEXTS = (
    "summary",
    "description_content_type",
    "home_page",
    "download_url",
    "author",
    "author_email",
    "maintainer",
    "maintainer_email",
    "license",
    "license_expression",
    "requires_python",
)
_LISTS = ("keywords", "license_files", "dynamic", "provides_extra")


def release_metadata(about: Described) -> ReleaseMetadata:
    """The metadata of the file, which is what a new release is made with."""
    core = about.core
    lists = {key: core.several(key) if key in core.values else None for key in _LISTS}
    return ReleaseMetadata(
        version=str(core.version),
        description=core.text("description") or "",
        description_html=about.html or "",
        rendered_by=RENDERER,
        platform=next(iter(core.several("platforms")), None),
        classifiers=core.several("classifiers"),
        project_urls=core.values.get("project_urls") or {},
        dependencies={
            kind: specifiers
            for kind, key in _KINDS.items()
            if (specifiers := core.several(key))
        },
        **{key: core.text(key) for key in _TEXTS},
        **lists,  # type: ignore[arg-type]
    )
