"""The columns of a release that core metadata fills, and the field each is from."""

from typing import Any

from warehouse.packaging.publications import ReleaseMetadata

READ_BY_RESOLVERS = frozenset({"requires_dist", "requires_python", "provides_extra"})
"""The fields that installers choose by. A wheel is what is installed, so it is right."""

_FIELDS = {"license_files": "license_file", "keywords_array": "keywords"}
"""Columns that are not called as their field is."""


def field_of(column: str) -> str:
    """Return the name of the field that fills `column`, in snake case, as in `Dynamic`."""
    name = column.removesuffix("_verified")
    return _FIELDS.get(name, name)


def release_columns(metadata: ReleaseMetadata) -> dict[str, Any]:
    """Return the values of the columns of a release."""
    keywords = metadata.keywords
    return {
        "author": metadata.author,
        "author_email": metadata.author_email,
        "maintainer": metadata.maintainer,
        "maintainer_email": metadata.maintainer_email,
        "home_page": metadata.home_page,
        "download_url": metadata.download_url,
        "license": metadata.license,
        "license_expression": metadata.license_expression,
        "license_files": _listed(metadata.license_files),
        "summary": metadata.summary,
        "keywords": None if keywords is None else ", ".join(keywords),
        "keywords_array": _listed(keywords),
        "platform": metadata.platform,
        "requires_python": metadata.requires_python,
        "dynamic": _listed(metadata.dynamic),
        "provides_extra": _listed(metadata.provides_extra),
    }


def _listed(values: tuple[str, ...] | None) -> list[str] | None:
    return None if values is None else list(values)
