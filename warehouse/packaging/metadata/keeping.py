"""Turning core metadata into what a release keeps."""

from collections.abc import Mapping
from typing import Any

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


def kept_of(
    version: str, values: Mapping[str, Any], html: str | None = None
) -> ReleaseMetadata:
    """Return what a release keeps of `values`, by the keys of `packaging.metadata`.

    Without `html` its description is one that a task renders.
    """
    return ReleaseMetadata(
        version=version,
        description=values.get("description") or "",
        description_html=html or "",
        rendered_by="" if html is None else RENDERER,
        platform=next(iter(values.get("platforms") or ()), None),
        classifiers=tuple(values.get("classifiers") or ()),
        project_urls=values.get("project_urls") or {},
        dependencies={
            kind: tuple(specifiers)
            for kind, key in _KINDS.items()
            if (specifiers := values.get(key))
        },
        keywords=_several(values, "keywords"),
        license_files=_several(values, "license_files"),
        dynamic=_several(values, "dynamic"),
        provides_extra=_several(values, "provides_extra"),
        summary=values.get("summary"),
        description_content_type=values.get("description_content_type"),
        home_page=values.get("home_page"),
        download_url=values.get("download_url"),
        author=values.get("author"),
        author_email=values.get("author_email"),
        maintainer=values.get("maintainer"),
        maintainer_email=values.get("maintainer_email"),
        license=values.get("license"),
        license_expression=values.get("license_expression"),
        requires_python=values.get("requires_python"),
    )


def _several(values: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    return tuple(values[key] or ()) if key in values else None
