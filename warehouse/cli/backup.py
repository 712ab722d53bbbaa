"""`warehouse backup` and `restore`: write the index into one file, and read it back.

A backup may be made while the index runs. The database is dumped first and the files
are copied after: they are stored under their digests, before the rows that name them,
so every file a dumped row names is there to be copied.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from warehouse import __version__
from warehouse.cli import archive
from warehouse.embedded import EmbeddedError, postgres_binary, services
from warehouse.purges import purge_database
from warehouse.settings import StorageSettings, load

_data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory, when it is not WAREHOUSE_DATA.",
)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_data_option
def backup(file: Path, data: Path | None) -> None:
    """Write the database and the uploaded files into FILE.

    FILE becomes a .tar.gz that `warehouse restore` reads. Keep it as you would keep the
    database: it holds password hashes and token keys.
    """
    if file.exists():
        raise click.ClickException(f"{file} exists already: name another file.")
    with _explained(file), services(data) as environment:
        files = _local_files(environment)
        manifest = archive.Manifest(
            warehouse=__version__,
            revision=_revision(environment["DATABASE_URL"]),
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            has_files=files is not None,
        )
        with archive.write(file, manifest) as writer:
            with tempfile.TemporaryDirectory(dir=file.parent) as directory:
                dump = Path(directory, "database.dump")
                _run("pg_dump", environment["DATABASE_URL"], "--file", str(dump))
                writer.add("database.dump", dump)
            count = _add_files(writer, files) if files else 0
    click.echo(f"Wrote {file} with the database and {count} files.", err=True)
    if files is None:
        click.echo("The files are in the object store and not in this backup.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_data_option
def restore(file: Path, data: Path | None) -> None:
    """Fill an empty index from FILE.

    The whole file is checked before anything is changed, and an index that has anything
    in it is left as it is.
    """
    with _explained(file):
        manifest = archive.verify(file)
        with services(data) as environment:
            files = _local_files(environment)
            _refuse_unless_empty(environment["DATABASE_URL"], files)
            count = _extract(file, environment, files)
            purge_database(environment["DATABASE_URL"])
    click.echo(f"Restored the database and {count} files of {manifest.created}.", err=True)
    if not manifest.has_files:
        click.echo("The backup has no files: they are in its object store.", err=True)
    elif files is None:
        click.echo("The files were left out: they belong in the object store.", err=True)


def _add_files(writer: archive.Writer, directory: Path) -> int:
    paths = [
        path for path in directory.rglob("*") if path.is_file() and not path.is_symlink()
    ]
    count = 0
    with click.progressbar(sorted(paths), label="Files", hidden=not paths) as progress:
        for path in progress:
            try:
                writer.add(f"files/{path.relative_to(directory).as_posix()}", path)
            except FileNotFoundError:
                # Swept since we listed it: no row has named it for a long time.
                continue
            count += 1
    return count


def _extract(file: Path, environment: Mapping[str, str], files: Path | None) -> int:
    """Restore the database, then the files; the digests have been checked."""
    count = 0
    for name, content in archive.members(file):
        if name == "database.dump":
            with tempfile.NamedTemporaryFile(dir=environment.get("TMPDIR")) as dump:
                shutil.copyfileobj(content, dump)
                dump.flush()
                arguments = ("--single-transaction", "--exit-on-error", dump.name)
                _run("pg_restore", environment["DATABASE_URL"], *arguments)
        elif name.startswith("files/") and files is not None:
            path = files / name.removeprefix("files/")
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("xb") as target:
                shutil.copyfileobj(content, target)
            count += 1
    return count


def _refuse_unless_empty(url: str, files: Path | None) -> None:
    question = """
        SELECT count(*) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
    """
    with psycopg.connect(_libpq(url)) as connection:
        row = connection.execute(question).fetchone()
    if row != (0,):
        raise click.ClickException(
            "The database is not empty: restore into an empty one, or with --data into an "
            "empty directory."
        )
    if files is not None and files.exists() and any(files.iterdir()):
        raise click.ClickException(f"{files} is not empty: restore where nothing is.")


def _local_files(environment: Mapping[str, str]) -> Path | None:
    """Return the folder of files; None when an object store has them."""
    settings = load(StorageSettings, environment)
    return settings.path if settings.backend == "local" else None


def _revision(url: str) -> str | None:
    with psycopg.connect(_libpq(url)) as connection:
        found = connection.execute("SELECT to_regclass('alembic_version')").fetchone()
        if found == (None,):
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def _libpq(url: str) -> str:
    """Return the URL as PostgreSQL's own programs read it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _run(program: str, url: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore, passing the password by the environment, not to `ps`."""
    known = {k: str(v) for k, v in conninfo_to_dict(_libpq(url)).items() if v is not None}
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


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        with archive.readable():
            yield
    except archive.Damaged as error:
        raise click.ClickException(f"{file} is no backup we can use: {error}.") from error
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split())
        raise click.ClickException(f"The database does not answer: {reason}") from error
    except OSError as error:
        where = error.filename or file
        raise click.ClickException(f"{where}: {error.strerror or error}.") from error
