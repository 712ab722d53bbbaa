"""`warehouse backup` and `restore`: write the index into one file, and read it back."""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
import psycopg

from warehouse.backups import archive
from warehouse.backups.retention import HookFailed, forget_all_but, name_of, run_hook
from warehouse.backups.writing import libpq, run_postgres, write_backup
from warehouse.embedded import services
from warehouse.purges import purge_database
from warehouse.settings import StorageSettings, load

_data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory, when it is not WAREHOUSE_DATA.",
)


class _Backups(click.Group):
    """`backup FILE` writes one, which is what nearly everybody wants."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {*self.commands, "-h", "--help"}
        if args and args[0] not in known:
            args = ["write", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Backups)
def backup() -> None:
    """Write the database and the uploaded files into one archive: `backup FILE`."""


@backup.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--keep",
    type=click.IntRange(1, 1000),
    help="FILE is a folder: name the backup by its time, and keep so many.",
)
@click.option("--hook", help="A shell command to run with $WAREHOUSE_BACKUP afterwards.")
@_data_option
def write(file: Path, keep: int | None, hook: str | None, data: Path | None) -> None:
    """Write the database and the uploaded files into FILE.

    FILE becomes a .tar.gz that `warehouse restore` reads. Keep it as you would keep the
    database: it holds password hashes and token keys.
    """
    folder = file
    if keep is not None:
        file = folder / name_of(datetime.now(UTC))
    elif file.is_dir():
        raise click.ClickException(f"{file} is a folder: name a file, or say --keep.")
    if file.exists():
        raise click.ClickException(f"{file} exists already: name another file.")
    with _explained(file), services(data) as environment:
        if keep is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        files, url = _local_files(environment), environment["DATABASE_URL"]
        count = write_backup(url, files, file, progress=_progress)
    click.echo(f"Wrote {file} with the database and {count} files.", err=True)
    if files is None:
        click.echo("The files are in the object store and not in this backup.", err=True)
    if keep is not None:
        for each in forget_all_but(folder, keep):
            click.echo(f"Deleted {each}.", err=True)
    if hook:
        try:
            run_hook(hook, file)
        except HookFailed as error:
            raise click.ClickException(f"{file} is written, but {error}") from error


@backup.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Check that FILE is whole: every member against its digest."""
    with _explained(file):
        manifest, names = archive.verify(file)
    count = sum(name.startswith("files/") for name in names)
    made = f"made {manifest.created} by {manifest.warehouse}, revision {manifest.revision}"
    click.echo(f"{file} is whole: the database and {count} files, {made}.", err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_data_option
def restore(file: Path, data: Path | None) -> None:
    """Fill an empty index from FILE.

    The whole file is checked before anything is changed, and an index that has anything
    in it is left as it is.
    """
    with _explained(file):
        manifest, _names = archive.verify(file)
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


def _progress(paths: list[Path]) -> Iterable[Path]:
    with click.progressbar(paths, label="Files", hidden=not paths) as shown:
        yield from shown


def _extract(file: Path, environment: Mapping[str, str], files: Path | None) -> int:
    """Restore the database, then the files; the digests have been checked."""
    count = 0
    for name, content in archive.members(file):
        if name == "database.dump":
            with tempfile.NamedTemporaryFile(dir=environment.get("TMPDIR")) as dump:
                shutil.copyfileobj(content, dump)
                dump.flush()
                arguments = ("--single-transaction", "--exit-on-error", dump.name)
                run_postgres("pg_restore", environment["DATABASE_URL"], *arguments)
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
    with psycopg.connect(libpq(url)) as connection:
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
