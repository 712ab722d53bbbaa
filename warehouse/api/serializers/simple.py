"""The simple index as HTML (PEP 503, frozen by PEP 833) and as JSON (PEP 691, 700).

The HTML is kept byte for byte as scrapers know it, irregular indentation included.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import orjson
from markupsafe import escape

from warehouse.api.serializers.wire import dump
from warehouse.index_views.sources import Listing
from warehouse.packaging.locations import provenance_url
from warehouse.packaging.models import Project
from warehouse.paths import SIMPLE

API_VERSION = "1.5"
_HTML_VERSION = "1.4"
"""PEP 833 has frozen the HTML; what is new in 1.5 is in the JSON alone (PEP 752)."""

Listed = Project | Listing
"""A project, as this index has it or as a source of a view does."""

_HEAD = f"""<!DOCTYPE html>
<html lang="en">
  <head>
    <meta name="pypi:repository-version" content="{_HTML_VERSION}">
"""
_FOOT = "</body>\n</html>"


def index_html(projects: Iterable[Any], path: str = SIMPLE) -> bytes:
    """Return every project as an anchor, as one page; theirs are below `path`."""
    head, foot = index_html_frame()
    return head + index_html_items(projects, path) + foot


def index_html_frame() -> tuple[bytes, bytes]:
    """Return what precedes and follows the anchors."""
    head = f"{_HEAD}    <title>Simple index</title>\n  </head>\n  <body>\n"
    return head.encode(), _FOOT.encode()


def index_html_items(projects: Iterable[Any], path: str = SIMPLE) -> bytes:
    """Return the anchors of some projects."""
    # Escaping all at once takes a tenth of the time; no text of PostgreSQL has a NUL.
    words = [word for each in projects for word in (each.normalized_name, each.name)]
    escaped = iter(str(escape("\0".join(words))).split("\0")) if words else iter(())
    above = escape(path)
    return "".join(
        f'<a href="{above}{normalized}/">{name}</a>\n'
        for normalized, name in zip(escaped, escaped, strict=True)
    ).encode()


def index_json(projects: Iterable[Any], serial: int) -> bytes:
    """Return every project, with its serial."""
    head, foot = index_json_frame(serial)
    return head + index_json_items(projects) + foot


def index_json_frame(serial: int) -> tuple[bytes, bytes]:
    """Return what precedes and follows the projects."""
    meta = {"_last-serial": serial, "api-version": API_VERSION}
    document = dump({"meta": meta, "projects": []})
    at = document.rindex(b"]")
    return document[:at], document[at:]


def index_json_items(projects: Iterable[Any]) -> bytes:
    """Return some projects with their serials, with commas in between."""
    items = [
        {"_last-serial": project.last_serial, "name": project.name} for project in projects
    ]
    return orjson.dumps(items)[1:-1]


def detail_html(
    project: Listed,
    files: Sequence[Any],
    file_url: Callable[[str], str],
    site: str,
    *,
    more: str = "",
) -> bytes:
    """Return one project's files, as anchors; `more` has anchors of other files."""
    anchors = "".join(
        _anchor(file, file_url(file.path), _provenance(project, file, site))
        for file in files
    )
    status = f'<meta name="pypi:project-status" content="{escape(project.status)}">'
    page = html_page(project.normalized_name, anchors + more, meta=status)
    return page + f"\n<!--SERIAL {project.last_serial}-->".encode()


def html_page(name: str, anchors: str, *, meta: str = "") -> bytes:
    """Return the page of a project with these anchors."""
    escaped = escape(name)
    return (
        f"{_HEAD}"
        f"{meta}"
        f"    <title>Links for {escaped}</title>\n"
        "  </head>\n"
        "  <body>\n"
        f"    <h1>Links for {escaped}</h1>\n"
        f"{anchors}{_FOOT}"
    ).encode()


class About(NamedTuple):
    """The values of a project's JSON besides the project and its files."""

    file_url: Callable[[str], str]
    site: str
    namespaces: Sequence[dict[str, Any]]
    more_files: Sequence[dict[str, Any]] = ()
    """Objects of files that another index has."""
    more_versions: Sequence[str] = ()


def detail_json(project: Listed, files: Sequence[Any], about: About) -> bytes:
    """Return one project's files, as objects."""
    return dump(
        {
            "files": [
                _file(
                    file,
                    about.file_url(file.path),
                    _provenance(project, file, about.site),
                )
                for file in files
            ]
            + list(about.more_files),
            "meta": {"_last-serial": project.last_serial, "api-version": API_VERSION},
            "name": project.normalized_name,
            "namespaces": about.namespaces or None,
            "project-status": _status(project),
            "versions": list(
                dict.fromkeys([*(file.version for file in files), *about.more_versions])
            ),
        }
    )


def _status(project: Listed) -> dict[str, str]:
    status = {"status": project.status}
    if project.status != "active" and project.lifecycle_status_note:
        status["reason"] = project.lifecycle_status_note
    return status


def _provenance(project: Listed, file: Any, site: str) -> str | None:
    """Return where the provenance of a file is, or None if it has none (PEP 740)."""
    if not file.has_provenance:
        return None
    return provenance_url(site, project.normalized_name, file.version, file.filename)


def _anchor(file: Any, url: str, provenance: str | None) -> str:
    algorithm, digest = _fragment(file)
    metadata = file.metadata_file_sha256_digest
    return anchor(
        file,
        f"{escape(url)}#{algorithm}={digest}",
        metadata=f"sha256={metadata}" if metadata else "",
        provenance=provenance,
    )


def anchor(file: Any, href: str, *, metadata: str, provenance: str | None) -> str:
    """Return the anchor of a file; `href` and `metadata`, its digest, are escaped."""
    parts = [f'<a href="{href}" ']
    if file.requires_python:
        parts.append(f'data-requires-python="{escape(file.requires_python)}" ')
    if file.yanked:
        parts.append(f'data-yanked="{escape(file.yanked_reason or "")}" ')
    if metadata:
        parts.append(
            f'data-dist-info-metadata="{metadata}" data-core-metadata="{metadata}"'
        )
    if provenance:
        parts.append(f' data-provenance="{escape(provenance)}"')
    parts.append(f">{escape(file.filename)}</a><br />\n")
    return "".join(parts)


def _fragment(file: Any) -> tuple[str, str]:
    """Return the digest in a file's URL: MD5 where only a legacy database knew it."""
    if file.sha256_digest:
        return "sha256", file.sha256_digest
    return "md5", file.md5_digest


def _file(file: Any, url: str, provenance: str | None) -> dict[str, Any]:
    metadata = (
        {"sha256": file.metadata_file_sha256_digest}
        if file.metadata_file_sha256_digest
        else False
    )
    algorithm, digest = _fragment(file)
    return {
        "core-metadata": metadata,
        "data-dist-info-metadata": metadata,
        "filename": file.filename,
        "hashes": {algorithm: digest},
        "provenance": provenance,
        "requires-python": file.requires_python or None,
        "size": file.size or 0,
        "upload-time": file.upload_time,
        "url": url,
        "yanked": (file.yanked_reason or True) if file.yanked else False,
    }
