"""Terms of use and privacy notice: texts that the operator sets, and their revisions."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

_REVISION = "Revision:"


@dataclass(frozen=True)
class Policy:
    """A text that people agree to or read; another revision is asked about again."""

    revision: str
    text: str


@dataclass(frozen=True)
class Policies:
    """What the operator has set, of these two."""

    terms: Policy | None = None
    privacy: Policy | None = None


def read_policy(path: Path | None) -> Policy | None:
    """Return the text of a file, or None without one.

    A first line such as `Revision: 2026-11-28` names the revision; without it every change
    of the text makes another.
    """
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    if first.startswith(_REVISION):
        return Policy(first.removeprefix(_REVISION).strip(), rest.strip())
    return Policy(hashlib.sha256(text.encode()).hexdigest()[:12], text.strip())
