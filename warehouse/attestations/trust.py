"""The keys and certificates of Sigstore that are trusted.

They come with the package `sigstore`, or from a file where Sigstore is deployed privately.
Verifying asks nobody over the network.
"""

import hashlib
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sigstore.verify import Verifier

_PUBLIC = quote("https://tuf-repo-cdn.sigstore.dev", safe="")


class TrustRoot:
    """A trust root in a file, read anew for each use, so that it can be replaced."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _packaged()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def verifier(self) -> "Verifier":
        """Return what verifies by these keys."""
        return _verifier(self.path, self.digest)


def _packaged() -> Path:
    name = ("_store", _PUBLIC, "trusted_root.json")
    return Path(str(resources.files("sigstore").joinpath(*name)))


@lru_cache(maxsize=4)
def _verifier(path: Path, digest: str) -> "Verifier":
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

    return Verifier(trusted_root=TrustedRoot.from_file(str(path)))
