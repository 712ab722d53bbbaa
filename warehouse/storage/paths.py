"""Check paths of blobs, which come from URLs."""

from warehouse.storage.interface import BlobMissing

SCRATCH = ".incoming"
"""The first part of a path that holds half-received files, so no blob has it."""

_LONGEST_PART = 255
_LONGEST = 1024


def checked(path: str) -> str:
    """Return `path` if every backend can have a blob there; raise `BlobMissing`."""
    parts = path.split("/")
    is_usable = (
        parts[0] != SCRATCH
        and not {"", ".", ".."} & set(parts)
        and "\\" not in path
        and path.isprintable()
        and _fits(path, parts)
    )
    if not is_usable:
        raise BlobMissing(path)
    return path


def _fits(path: str, parts: list[str]) -> bool:
    """Return whether it is short enough; printable text can be encoded."""
    longest = max(len(part.encode()) for part in parts)
    return longest <= _LONGEST_PART and len(path.encode()) <= _LONGEST
