"""Projects of upstreams in the simple index: what the upstream says, with files of ours.

Upload times, yanks and hashes are as they came. What we add ourselves begins with `_`, as
PEP 691 leaves such keys to an index.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from markupsafe import escape

from warehouse.api.serializers.simple import API_VERSION, anchor, html_page
from warehouse.api.serializers.wire import dump
from warehouse.upstreams.releases import version_of

FileURL = Callable[[Any], str]


def detail_json(name: str, upstream: str, files: Sequence[Any], url: FileURL) -> bytes:
    """Return a project's files, as objects."""
    return dump(
        {
            "_upstream": upstream,
            "files": objects(files, url),
            "meta": {"api-version": API_VERSION},
            "name": name,
            "versions": versions(files),
        }
    )


def detail_html(name: str, files: Sequence[Any], url: FileURL) -> bytes:
    """Return a project's files, as anchors."""
    return html_page(name, anchors(files, url))


def objects(files: Iterable[Any], url: FileURL) -> list[dict[str, Any]]:
    """Return files as objects of the JSON."""
    return [_object(each, url(each)) for each in files]


def anchors(files: Iterable[Any], url: FileURL) -> str:
    """Return files as anchors of the HTML."""
    return "".join(_anchor(each, url(each)) for each in files)


def versions(files: Iterable[Any]) -> list[str]:
    """Return the versions that files are of, as far as their names say them."""
    found = (version_of(each.filename) for each in files)
    return list(dict.fromkeys(str(each) for each in found if each is not None))


def _object(file: Any, url: str) -> dict[str, Any]:
    metadata = file.core_metadata or False
    said = {
        "_first-seen": file.first_seen,
        "core-metadata": metadata,
        "data-dist-info-metadata": metadata,
        "filename": file.filename,
        "hashes": file.hashes,
        "provenance": file.provenance,
        "requires-python": file.requires_python,
        "size": file.size if file.size is not None else file.stored_size,
        "upload-time": file.upload_time,
        "url": url,
        "yanked": (file.yanked_reason or True) if file.yanked else False,
    }
    # PEP 700: what is not known is left out, and is not null.
    return {key: value for key, value in said.items() if value is not None}


def _anchor(file: Any, url: str) -> str:
    metadata = file.core_metadata
    said = "true" if metadata is True else _fragment(metadata)[1:] if metadata else ""
    href = f"{escape(url)}{_fragment(file.hashes)}"
    return anchor(file, href, metadata=said, provenance=file.provenance)


def _fragment(hashes: dict[str, str]) -> str:
    """Return the strongest digest as the fragment of a URL, or nothing."""
    for algorithm in ("sha256", "sha512", "sha384", *sorted(hashes)):
        if algorithm in hashes:
            return f"#{escape(algorithm)}={escape(hashes[algorithm])}"
    return ""
