"""The keys and certificates of Sigstore that are trusted.

They come with the package `sigstore` and are refreshed from its repository (TUF), or from a
file where Sigstore is deployed privately. Verifying asks nobody over the network.
"""

import hashlib
import tempfile
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from sigstore.verify import Verifier

PUBLIC = "https://tuf-repo-cdn.sigstore.dev"


class Unrefreshed(Exception):
    """The repository of Sigstore has no trust root for us now; the text says why."""


class TrustRoot:
    """A trust root in a file, read anew for each use, so that it can be replaced.

    `source` is where the one that comes with the package is refreshed from.
    """

    def __init__(self, path: Path | None = None, *, source: str = PUBLIC) -> None:
        self.is_public = path is None
        self.path, self.source = path or _packaged(), source

    @property
    def content(self) -> bytes:
        """Return the file."""
        return self.path.read_bytes()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file."""
        return hashlib.sha256(self.content).hexdigest()

    def verifier(self) -> "Verifier":
        """Return what verifies by these keys."""
        return _verifier(self.content)


class RefreshedTrustRoot(TrustRoot):
    """A trust root as it was refreshed, the same for all processes."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self._content = content.encode()

    @property
    def content(self) -> bytes:
        """Return what was fetched."""
        return self._content


def fetched(source: str) -> str:
    """Return the trust root that a repository has now; raises `Unrefreshed`."""
    # Large, and only the worker needs it. The library has no public name for the file.
    from sigstore._internal.tuf import TrustUpdater

    try:
        return Path(TrustUpdater(source).get_trusted_root_path()).read_text()
    except Exception as error:
        cause = error.__cause__ or error
        raise Unrefreshed(f"{type(cause).__name__}: {cause}"[:500]) from error


def _packaged() -> Path:
    name = ("_store", quote(PUBLIC, safe=""), "trusted_root.json")
    return Path(str(resources.files("sigstore").joinpath(*name)))


@lru_cache(maxsize=4)
def _verifier(content: bytes) -> "Verifier":
    from sigstore.models import TrustedRoot
    from sigstore.verify import Verifier

    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(content)
        file.flush()
        return Verifier(trusted_root=TrustedRoot.from_file(file.name))
