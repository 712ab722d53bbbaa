"""Which paths may name a blob: what comes from a URL is not to be believed."""

from warehouse.storage.interface import BlobMissing

SCRATCH = ".incoming"
"""The first part of a path that holds half-received files, so no blob has it."""

_LONGEST_PART = 255
_LONGEST = 1024


def checked(path: str) -> str:
    """`path`, if every backend can have a blob there; raises `BlobMissing`."""
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
    """Whether it is short enough; what is printable can be encoded."""
    longest = max(len(part.encode()) for part in parts)
    return longest <= _LONGEST_PART and len(path.encode()) <= _LONGEST
