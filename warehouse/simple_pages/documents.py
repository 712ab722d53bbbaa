"""Reading simple pages in JSON: PEP 691, with PEP 700, 714, 740 and 792."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import orjson

from warehouse.simple_pages.bounds import MOST_FILES
from warehouse.simple_pages.errors import EntryUnreadable, PageUnreadable
from warehouse.simple_pages.facts import (
    absolute,
    digests,
    filename_of,
    is_name,
    moment,
    words,
)
from warehouse.simple_pages.values import (
    ListedFile,
    ListedProject,
    Omission,
    ProjectPage,
    normalized,
)

Document = dict[str, Any]

_LARGEST_SIZE = 2**53


def parsed(body: bytes) -> Document:
    """Return the JSON object of a page; raises `PageUnreadable`."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise PageUnreadable(f"it is not JSON in UTF-8 ({error.msg})") from None
    if not isinstance(found, dict):
        raise PageUnreadable("its JSON is no object")
    return found


def version_of(document: Document) -> str | None:
    """Return the version of the interface, which is never missing from JSON."""
    found = _dictionary(document, "meta").get("api-version")
    if not isinstance(found, str):
        raise PageUnreadable("its meta has no api-version")
    return found


def page(document: Document, url: str) -> ProjectPage:
    """Return the page of a project; raises `PageUnreadable`."""
    name = document.get("name")
    if not isinstance(name, str) or not is_name(name):
        raise PageUnreadable("it does not say which project it is about")
    files: list[ListedFile] = []
    omitted: list[Omission] = []
    for entry in _objects(document, "files"):
        try:
            files.append(_file(entry, url))
        except EntryUnreadable as error:
            called = str(entry.get("filename") or "")[:100]
            omitted.append(Omission(filename=called, why=str(error)))
    status, reason = _status(document)
    return ProjectPage(
        name=name,
        files=tuple(files),
        omitted=tuple(omitted),
        status=status,
        status_reason=reason,
    )


def projects(document: Document, url: str) -> Iterator[ListedProject]:
    """Yield the projects of a list, with the URLs that PEP 691 gives them."""
    for entry in _objects(document, "projects"):
        name = entry.get("name")
        if isinstance(name, str) and is_name(name):
            yield ListedProject(name=name, url=urljoin(url, f"{normalized(name)}/"))


def _file(entry: Document, url: str) -> ListedFile:
    hashes = _fact(entry, "hashes", dict)
    provenance = _fact(entry, "provenance", str)
    time = _fact(entry, "upload-time", str)
    python = _fact(entry, "requires-python", str)
    return ListedFile(
        filename=filename_of(_fact(entry, "filename", str) or ""),
        url=absolute(_fact(entry, "url", str) or "", url),
        hashes=digests((hashes or {}).items()),
        requires_python=words(python) if python else None,
        yanked=_yanked(entry),
        size=_size(entry),
        upload_time=moment(time) if time else None,
        core_metadata=_core_metadata(entry),
        provenance=absolute(provenance, url) if provenance else None,
    )


def _yanked(entry: Document) -> str | None:
    found = entry.get("yanked")
    if isinstance(found, str):
        return words(found)
    if found is None or isinstance(found, bool):
        return "" if found else None
    raise EntryUnreadable("whether it is yanked is neither true, false nor a reason")


def _size(entry: Document) -> int | None:
    found = entry.get("size")
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int):
        raise EntryUnreadable("its size is no number")
    if not 0 <= found <= _LARGEST_SIZE:
        raise EntryUnreadable(f"its size is {found}")
    return found


def _core_metadata(entry: Document) -> dict[str, str] | None:
    """Return the digests of the metadata by its newer or its older name (PEP 714)."""
    found = entry.get("core-metadata", entry.get("dist-info-metadata"))
    if isinstance(found, dict):
        return digests(found.items())
    if found is None or isinstance(found, bool):
        return {} if found else None
    raise EntryUnreadable("its core-metadata is neither true, false nor digests")


def _status(document: Document) -> tuple[str, str | None]:
    found = document.get("project-status")
    if not isinstance(found, dict):
        return "active", None
    status, reason = found.get("status"), found.get("reason")
    return (
        status if isinstance(status, str) and is_name(status) else "active",
        reason if isinstance(reason, str) and reason else None,
    )


def _fact(entry: Document, key: str, kind: type[Any]) -> Any:
    found = entry.get(key)
    if found is not None and not isinstance(found, kind):
        raise EntryUnreadable(f"its {key} is of another kind")
    return found


def _dictionary(document: Document, key: str) -> Document:
    found = document.get(key)
    if not isinstance(found, dict):
        raise PageUnreadable(f"its {key} is missing or no object")
    return found


def _objects(document: Document, key: str) -> list[Document]:
    found = document.get(key)
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise PageUnreadable(f"its {key} is missing or no list of objects")
    if key == "files" and len(found) > MOST_FILES:
        raise PageUnreadable(f"it has more than {MOST_FILES} files")
    return found
