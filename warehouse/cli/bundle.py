"""`warehouse bundle`: carry a part of an index to where no network leads."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from packaging.pylock import is_valid_pylock_path

from warehouse.bundles import Bundle, BundleError, exporting, locks, opened, taking
from warehouse.bundles import requirement_files as requirements
from warehouse.bundles.resolving import resolved
from warehouse.bundles.stock import EVERYTHING, Stock, StockedFile
from warehouse.bundles.targets import Target, targets
from warehouse.bundles.upstream_files import UpstreamFiles
from warehouse.bundles.whole_views import gathered, own_part
from warehouse.cli import fail
from warehouse.cli.importing import actor_of, conclude, tell
from warehouse.cli.requests import request
from warehouse.http import Request
from warehouse.http.offline import site_origin
from warehouse.importing import bring_over
from warehouse.index_views.errors import IndexViewError
from warehouse.index_views.names import read_spelled
from warehouse.index_views.showing import SeenView, seen_view
from warehouse.index_views.sources import Sources
from warehouse.packaging.queries import counts
from warehouse.storage import Storage, StorageUnavailable
from warehouse.upstreams import UpstreamFetcher
from warehouse.vulnerabilities.services import VulnerabilityService

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

Find = Callable[[Stock, Target], Sequence[StockedFile]]

_T = TypeVar("_T")


@click.group()
def bundle() -> None:
    """Carry a part of an index to where no network leads."""


@bundle.command()
@click.argument("file", metavar="BUNDLE", type=click.Path(path_type=Path))
@click.option("--requirements", "asked", type=_FILE, help="A file of requirements.")
@click.option("--lock", type=_FILE, help="A pylock.toml, or requirements with hashes.")
@click.option(
    "--view",
    "spelled",
    metavar="NAME",
    help="Only what a view shows: NAME@2026-11-01.",
)
@click.option("--python", "pythons", multiple=True, help="Install on this Python: 3.12.")
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    help="Install on this platform: manylinux_2_28_x86_64, win_amd64…",
)
def export(
    file: Path,
    *,
    asked: Path | None,
    lock: Path | None,
    spelled: str | None,
    pythons: tuple[str, ...],
    platforms: tuple[str, ...],
) -> None:
    """Write what is needed to install something into BUNDLE, for `bundle import`.

    Give --requirements or --lock. --python and --platform may be given several times; the
    bundle is then for every such Python on every such platform, and without them for this
    Python on this machine. The same files always make the same bytes.

    What is not here comes from the upstreams, whose files are kept: a run that is begun
    again fetches none of them twice. With --view nothing counts but what the view shows,
    and neither --requirements nor --lock is needed: then it is all that the view shows of
    our own public projects.
    """
    if (asked is None) == (lock is None) and (asked is not None or spelled is None):
        raise click.UsageError("Give either --requirements or --lock, or --view.")
    if file.is_dir():
        raise fail(f"{file} is a folder: name a file.")
    with _explained(file), request() as made, _upstream_files(made) as upstreams:
        wanted = targets(pythons, platforms)
        view = _view(made, spelled)
        if asked is None and lock is None:
            chosen = wanted if pythons or platforms else []
            stock = _stock(made, upstreams, own_part(view))
            count = _export(made, file, stock, _whole(made, stock, chosen), chosen)
        else:
            find = _from_lock(lock) if lock is not None else _from_requirements(asked)
            stock = _stock(made, upstreams, view)
            count = _export(made, file, stock, _found(stock, find, wanted), wanted)
    click.echo(f"Wrote {file} with {count} files.", err=True)


def _view(made: Request, spelled: str | None) -> SeenView:
    if spelled is None:
        return EVERYTHING
    try:
        found = seen_view(made.db, read_spelled(spelled, datetime.now(UTC)))
    except IndexViewError as error:
        raise fail(str(error)) from error
    if found is None:
        raise fail(f"There is no view named {spelled!r}: `warehouse views list` names all.")
    return found


@contextmanager
def _upstream_files(made: Request) -> Iterator[UpstreamFiles]:
    fetcher = made.service(UpstreamFetcher)
    with fetcher.storage.holding() as held:
        yield UpstreamFiles(fetcher, made.settings.upstreams.most_bytes, held)


def _stock(made: Request, upstreams: UpstreamFiles, view: SeenView) -> Stock:
    sources = made.registry[Sources]
    return Stock(made.db, made.service(Storage), sources, upstreams, view)


def _found(stock: Stock, find: Find, wanted: Sequence[Target]) -> list[StockedFile]:
    found: list[StockedFile] = []
    with _progress(wanted, "Resolving") as progress:
        for target in progress:
            found += find(stock, target)
    return found


def _whole(made: Request, stock: Stock, wanted: Sequence[Target]) -> list[StockedFile]:
    """Return all that a view shows of our projects, and tell what is left out."""
    length = counts(made.db)["projects"]
    with _steps(length, "Looking") as progress:
        found = gathered(made.db, stock, wanted, lambda: progress.update(1))
    for count, said in (
        (found.hidden, "files are hidden by the view"),
        (found.unnamed, "projects are hidden by their names"),
        (found.unfit, "files are for other Pythons or platforms"),
        (found.unheld, "files are left out: their bytes were never here"),
        (found.private, "private projects are left out: name them in --requirements"),
    ):
        if count:
            click.echo(f"{count} {said}.", err=True)
    return found.files


def _export(
    made: Request,
    file: Path,
    stock: Stock,
    found: Sequence[StockedFile],
    wanted: Sequence[Target],
) -> int:
    # Fetching and copying may take long, and nothing holds a connection of the database
    # meanwhile.
    made.transaction.commit()
    with _progress(found, "Fetching") as progress:
        held = [stock.fetched(each) for each in progress]
    manifest = exporting.manifest_of(
        made.db,
        stock,
        held,
        index=site_origin(made.settings) or made.settings.site.name,
        targets=[str(each) for each in wanted],
    )
    made.transaction.commit()
    with _steps(len(manifest.files), "Writing") as progress:
        exporting.write(file, manifest, held, stock, lambda: progress.update(1))
    for each in manifest.files:
        if not each.filename.endswith(".whl"):
            click.echo(
                f"{each.filename} is no wheel: installing it needs what it is built with.",
                err=True,
            )
    return len(manifest.files)


def _progress(
    each: Iterable[_T], label: str, length: int | None = None
) -> AbstractContextManager[Iterable[_T]]:
    return click.progressbar(each, label=label, length=length, file=sys.stderr)


def _steps(length: int, label: str) -> AbstractContextManager[Any]:
    return click.progressbar(length=length, label=label, file=sys.stderr)


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
        with _progress(files, "Files") as progress:
            summary = bring_over(made, progress, actor=actor, tell=tell)
        service = made.service(VulnerabilityService)
        taking.add_advisories(service, found.manifest, advisories)
        made.transaction.commit()
    conclude(summary, is_dry=False)


def _verify(found: Bundle) -> None:
    count = len(found.manifest.files)
    checked = found.verify()
    with _progress(checked, "Checking", count) as progress:
        for _each in progress:
            continue


@contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except BundleError as error:
        raise fail(f"{file}: {error}.") from error
    except StorageUnavailable as error:
        raise fail(f"{error}.") from error
    except OSError as error:
        raise fail(f"{error.filename or file}: {error.strerror or error}.") from error
