"""The data directory: its folders, its lock, and its sockets.

Everything an instance owns is below one directory. The only exception is sockets: the
kernel limits their path (unix(7), `sun_path`), so where `<data>/run` is too deep, or
has characters a connection URL would have to escape, they live in a private directory
below the system's runtime directory, whose name is remembered in `<data>/run`.
"""

import fcntl
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from warehouse.embedded.errors import EmbeddedError

# macOS has the shortest limit in use, 103 bytes; the longest name we append is
# `/postgres/.s.PGSQL.5432`.
_LONGEST_SOCKET_DIRECTORY = 103 - len("/postgres/.s.PGSQL.5432")
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True)
class DataDirectory:
    """The places below one `<data>` directory."""

    root: Path

    @classmethod
    def at(cls, path: Path | str) -> "DataDirectory":
        """Return the data directory at `path`, made absolute."""
        return cls(Path(path).expanduser().absolute())

    @property
    def postgres(self) -> Path:
        """Return the folder of the database cluster."""
        return self.root / "postgres"

    @property
    def valkey(self) -> Path:
        """Return the folder of Valkey's append-only log."""
        return self.root / "valkey"

    @property
    def files(self) -> Path:
        """Return the folder of uploaded files."""
        return self.root / "files"

    @property
    def beat(self) -> Path:
        """Return the folder of the schedule's state."""
        return self.root / "beat"

    @property
    def temporary(self) -> Path:
        """Return the folder for temporary files, on the same disk as uploaded files."""
        return self.root / "tmp"

    @property
    def run(self) -> Path:
        """Return the folder of the lock, of process records and usually of sockets."""
        return self.root / "run"

    def create(self) -> None:
        """Make the missing folders; raise `EmbeddedError` if one is not writable."""
        # Root's PostgreSQL runs as another user, who must be able to pass through.
        passage = 0o711 if os.geteuid() == 0 else 0o700
        private = (self.valkey, self.files, self.beat, self.temporary)
        with _explained(self.root):
            self.root.mkdir(mode=passage, parents=True, exist_ok=True)
            self.run.mkdir(mode=passage, exist_ok=True)
            for directory in private:
                directory.mkdir(mode=0o700, exist_ok=True)
                _probe(directory)
            _probe(self.root)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock during the block; raise `InUse`, with the process that holds it."""
        path = self.run / "lock"
        with _explained(path):
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InUse(self.root, file.read().strip() or "unknown") from None
            file.seek(0)
            file.truncate()
            file.write(f"{os.getpid()}\n")
            file.flush()
            yield

    def secret(self) -> str:
        """Return the key that signs sessions and links; the first call makes it."""
        path = self.root / "secrets" / "key"
        with _explained(path):
            path.parent.mkdir(mode=0o700, exist_ok=True)
            if not path.exists():
                _write_privately(path, secrets.token_urlsafe(48))
            return path.read_text().strip()

    def sockets(self) -> Path:
        """Return the folder of the sockets, made at a path that is short enough."""
        if _is_suitable(self.run):
            return self.run
        memory = self.run / "sockets"
        with _explained(memory):
            if memory.exists():
                known = Path(memory.read_text().strip())
                if _is_private(known):
                    return known
            made = Path(tempfile.mkdtemp(prefix="warehouse-", dir=_runtime_directory()))
            if os.geteuid() == 0:
                made.chmod(0o711)
            _write_privately(memory, str(made))
            return made

    def forget_sockets(self) -> None:
        """Remove the folder of the sockets if it is outside of the data directory."""
        memory = self.run / "sockets"
        if not memory.exists():
            return
        outside = Path(memory.read_text().strip())
        if _is_private(outside):
            for path in sorted(outside.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            outside.rmdir()
        memory.unlink()


class InUse(EmbeddedError):
    """Another process holds the data directory."""

    def __init__(self, root: Path, holder: str) -> None:
        super().__init__(
            f"{root} is already in use by process {holder}: stop it, or choose another "
            f"directory with --data."
        )
        self.holder = holder


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = error.filename or path
        raise EmbeddedError(
            f"Cannot keep data in {where}: {(error.strerror or str(error)).lower()}."
        ) from error


def _probe(directory: Path) -> None:
    """Raise `OSError` unless a file can be written; permission bits do not tell enough."""
    with tempfile.TemporaryFile(dir=directory):
        pass


def _write_privately(path: Path, text: str) -> None:
    """Replace `path` in one step with a file that only its owner can read."""
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def _is_suitable(directory: Path) -> bool:
    path = str(directory)
    return len(path) <= _LONGEST_SOCKET_DIRECTORY and bool(_PLAIN_PATH.fullmatch(path))


def _runtime_directory() -> str:
    """Return the folder of short paths; root's is closed to the user PostgreSQL runs as."""
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.geteuid() != 0 and own and _is_private(Path(own)) and len(own) < 40:
        return own
    return "/tmp"  # noqa: S108 (only a directory made by mkdtemp is used in it)


def _is_private(directory: Path) -> bool:
    """Return whether it is a directory of ours that nobody else may write to."""
    try:
        status = directory.lstat()
    except FileNotFoundError:
        return False
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
    return is_ours and not status.st_mode & 0o022
