"""The paths of files in storage, and their URLs."""

import re
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

METADATA = ".metadata"
"""The suffix of a file's core metadata, which lies beside it (PEP 658)."""

PROVENANCE = ".provenance"
"""The suffix of a file's provenance, which lies beside it (PEP 740)."""

_BESIDE = (METADATA, PROVENANCE, ".asc")

_SAFE = "/+!~,=@:$&'()*;"
_is_plain = re.compile(rf"[\w.\-{re.escape(_SAFE)}]*", re.ASCII).fullmatch
"""Whether a path stands in a URL as it is, as nearly all do."""


def blob_path(blake2_256: str, filename: str) -> str:
    """Return the path of a file with this BLAKE2b-256 (hex) and filename."""
    return f"{blake2_256[:2]}/{blake2_256[2:4]}/{blake2_256[4:]}/{filename}"


def metadata_path(path: str) -> str:
    """Return the path of the core metadata of the file at `path`."""
    return f"{path}{METADATA}"


def urls_on(host: str) -> Callable[[str], str]:
    """Return a function from the path of a blob to its URL on `host`."""
    return partial(file_url, host)


def file_url(base: str, path: str) -> str:
    """Return the URL of the blob at `path` on the host whose URL is `base`."""
    spelled = path if _is_plain(path) else quote(path, safe=_SAFE)
    return f"{base}/packages/{spelled}"


def provenance_url(site: str, project: str, version: str, filename: str) -> str:
    """Return the URL of the provenance of a file on the index at `site` (PEP 740)."""
    parts = (quote(part, safe=_SAFE) for part in (project, version, filename))
    return "/".join([f"{site}/integrity", *parts, "provenance"])


def distribution_at(path: str) -> str:
    """Return the path of the file that lies at `path`, or beside which that lies."""
    for suffix in _BESIDE:
        if path.endswith(suffix):
            return path.removesuffix(suffix)
    return path
