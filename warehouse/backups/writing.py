"""Writing the database and the files into one archive while the index runs.

The database is dumped first and the files are copied after: they are stored under their
digests, before the rows that name them, so every file a dumped row names is there.
"""

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from warehouse import __version__
from warehouse.backups import archive
from warehouse.embedded import EmbeddedError, postgres_binary

Progress = Callable[[list[Path]], Iterable[Path]]
"""Goes through paths and shows how far it is."""


def write_backup(url: str, files: Path | None, file: Path, *, progress: Progress) -> int:
    """Write the database at `url` and the folder of files into `file`.

    Returns the number of files; without a folder an object store has them. What is written
    has another name until it is whole. Raises `EmbeddedError` and `OSError`.
    """
    manifest = archive.Manifest(
        warehouse=__version__,
        revision=revision_of(url),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        has_files=files is not None,
    )
    with archive.write(file, manifest) as writer:
        with tempfile.TemporaryDirectory(dir=file.parent) as directory:
            dump = Path(directory, "database.dump")
            run_postgres("pg_dump", url, "--file", str(dump))
            writer.add("database.dump", dump)
        return _add_files(writer, files, progress) if files else 0


def _add_files(writer: archive.Writer, directory: Path, progress: Progress) -> int:
    paths = [
        path for path in directory.rglob("*") if path.is_file() and not path.is_symlink()
    ]
    count = 0
    for path in progress(sorted(paths)):
        try:
            writer.add(f"files/{path.relative_to(directory).as_posix()}", path)
        except FileNotFoundError:
            # Swept since we listed it: no row has named it for a long time.
            continue
        count += 1
    return count


def revision_of(url: str) -> str | None:
    """Return the revision of the schema, None for a database without one."""
    with psycopg.connect(libpq(url)) as connection:
        found = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if found == (None,):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def libpq(url: str) -> str:
    """Return the URL as PostgreSQL's own programs read it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def run_postgres(program: str, url: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore, passing the password by the environment, not to `ps`."""
    known = {k: str(v) for k, v in conninfo_to_dict(libpq(url)).items() if v is not None}
    password = known.pop("password", None)
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    answer = subprocess.run(
        [
            *(str(postgres_binary(program)), "--no-owner", "--no-privileges"),
            *("--format", "custom", "--no-password"),
            *("--dbname", make_conninfo(**known), *arguments),
        ],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        reason = " ".join(answer.stderr.split())
        raise EmbeddedError(f"{program} failed: {reason}")
