"""`warehouse bundle`: carry a part of an index to where no network leads."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from packaging.pylock import is_valid_pylock_path

from warehouse.bundles import Bundle, BundleError, exporting, locks, opened, taking
from warehouse.bundles import requirement_files as requirements
from warehouse.bundles.resolving import resolved
from warehouse.bundles.stock import Stock, StockedFile
from warehouse.bundles.targets import Target, targets
from warehouse.cli import fail
from warehouse.cli.importing import actor_of, conclude, tell
from warehouse.cli.requests import request
from warehouse.http import Request
from warehouse.http.offline import site_origin
from warehouse.importing import bring_over
from warehouse.storage import Storage
from warehouse.vulnerabilities.services import VulnerabilityService

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

Find = Callable[[Stock, Target], Sequence[StockedFile]]


@click.group()
def bundle() -> None:
    """Carry a part of an index to where no network leads."""


@bundle.command()
@click.argument("file", metavar="BUNDLE", type=click.Path(path_type=Path))
@click.option("--requirements", "asked", type=_FILE, help="A file of requirements.")
@click.option("--lock", type=_FILE, help="A pylock.toml, or requirements with hashes.")
@click.option("--python", "pythons", multiple=True, help="Install on this Python: 3.12.")
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    help="Install on this platform: manylinux_2_28_x86_64, win_amd64…",
)
def export(
    file: Path,
    asked: Path | None,
    lock: Path | None,
    pythons: tuple[str, ...],
    platforms: tuple[str, ...],
) -> None:
    """Write what is needed to install something into BUNDLE, for `bundle import`.

    Give --requirements or --lock. --python and --platform may be given several times; the
    bundle is then for every such Python on every such platform, and without them for this
    Python on this machine. The same files always make the same bytes.
    """
    if (asked is None) == (lock is None):
        raise click.UsageError("Give either --requirements or --lock.")
    if file.is_dir():
        raise fail(f"{file} is a folder: name a file.")
    with _explained(file), request() as made:
        find = _from_lock(lock) if lock is not None else _from_requirements(asked)
        count = _export(made, file, find, targets(pythons, platforms))
    click.echo(f"Wrote {file} with {count} files.", err=True)


def _export(made: Request, file: Path, find: Find, wanted: Sequence[Target]) -> int:
    storage = made.service(Storage)
    stock = Stock(made.db, storage)
    found: list[StockedFile] = []
    with click.progressbar(wanted, label="Resolving", file=sys.stderr) as progress:
        for target in progress:
            found += find(stock, target)
    manifest = exporting.manifest_of(
        made.db,
        stock,
        found,
        index=site_origin(made.settings) or made.settings.site.name,
        targets=[str(each) for each in wanted],
    )
    # Copying may take long, and nothing holds a connection of the database meanwhile.
    made.transaction.commit()
    exporting.write(file, manifest, stock, storage)
    for each in manifest.files:
        if not each.filename.endswith(".whl"):
            click.echo(
                f"{each.filename} is no wheel: installing it needs what it is built with.",
                err=True,
            )
    return len(manifest.files)


def _from_requirements(path: Path | None) -> Find:
    asked = requirements.read(path) if path is not None else []
    return lambda stock, target: resolved(stock, asked, target)


def _from_lock(path: Path) -> Find:
    if is_valid_pylock_path(path) or path.suffix == ".toml":
        lock = locks.read_pylock(path)
        return lambda stock, target: locks.locked(stock, lock, target)
    asked = locks.read_hashed(path)
    return lambda stock, target: resolved(stock, asked, target)


@bundle.command("import")
@click.argument("file", metavar="BUNDLE", type=_FILE)
@click.option("--owner", metavar="USER", help="Who owns the new projects.")
def import_(file: Path, owner: str | None) -> None:
    """Add what is in BUNDLE: projects, releases, files with their times, and advisories.

    All of it is checked before anything is written, and a file that is here with other
    bytes stops it. What is here already is passed over, so that doing it again is no harm.
    """
    with _explained(file), opened(file) as found, request() as made:
        _verify(found)
        advisories = taking.advisories_of(found.manifest)
        taking.refuse_clashes(made.db, found.manifest)
        actor = actor_of(made, owner, client="warehouse bundle import")
        files = taking.files_of(found)
        with click.progressbar(files, label="Files", file=sys.stderr) as progress:
            summary = bring_over(made, progress, actor=actor, tell=tell)
        service = made.service(VulnerabilityService)
        taking.add_advisories(made.db, service, found.manifest, advisories)
        made.transaction.commit()
    conclude(summary, is_dry=False)


def _verify(found: Bundle) -> None:
    count = len(found.manifest.files)
    checked = found.verify()
    with click.progressbar(
        checked, label="Checking", length=count, file=sys.stderr
    ) as progress:
        for _each in progress:
            continue


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except BundleError as error:
        raise fail(f"{file}: {error}.") from error
    except OSError as error:
        raise fail(f"{error.filename or file}: {error.strerror or error}.") from error
