"""All that a view shows of our own projects, for whoever names no requirements.

Nobody knows all projects of upstreams, so these come by requirements and locks alone. A
private project comes that way, too: where a bundle is added, everybody might read it.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from warehouse.bundles.errors import BundleError
from warehouse.bundles.stock import Stock, StockedFile
from warehouse.bundles.targets import Target
from warehouse.index_views.queries import projects_after
from warehouse.index_views.rules import OWN
from warehouse.index_views.showing import SeenView
from warehouse.packaging.models import Project

MOST_FILES = 100_000
_BATCH = 200


@dataclass
class Whole:
    """What a view shows, and how much of our projects is not in it, and why."""

    files: list[StockedFile] = field(default_factory=list)
    hidden: int = 0
    """Files that the view hides."""
    unnamed: int = 0
    """Projects that it hides by their names."""
    unfit: int = 0
    """Files for none of the targets."""
    unheld: int = 0
    """Files whose bytes were never here."""
    private: int = 0
    """Private projects."""


def own_part(view: SeenView) -> SeenView:
    """Return what a view shows of our own projects; raises `BundleError` for nothing."""
    if OWN not in view.rule.sources:
        raise BundleError(
            f"the view {view.name} shows nothing of our own projects: say what is needed "
            "of the others by --requirements or --lock"
        )
    return replace(view, rule=replace(view.rule, sources=(OWN,)))


def gathered(
    db: Session, stock: Stock, targets: Collection[Target], tell: Callable[[], object]
) -> Whole:
    """Return all files of our projects that a view shows, for any of the targets.

    Calls `tell` after each project. Raises `BundleError` where they are too many.
    """
    found = Whole()
    for project in _projects(db):
        if project.is_private:
            found.private += 1
        elif not stock.view.rule.may_have(project.normalized_name):
            found.unnamed += 1
        else:
            _add(found, stock, project.normalized_name, targets)
        if len(found.files) > MOST_FILES:
            raise BundleError(f"more than {MOST_FILES} files are too many: narrow the view")
        tell()
    return found


def _add(found: Whole, stock: Stock, name: str, targets: Collection[Target]) -> None:
    seen = [each for files in stock.files(name).values() for each in files]
    found.hidden += len(stock.hidden(name))
    fitting = [each for each in seen if not targets or _fits(each, targets)]
    held = [each for each in fitting if each.is_held]
    found.unfit += len(seen) - len(fitting)
    found.unheld += len(fitting) - len(held)
    found.files += held


def _fits(file: StockedFile, targets: Collection[Target]) -> bool:
    return any(file.place_on(each) is not None for each in targets)


def _projects(db: Session) -> Iterator[Project]:
    after = ""
    while batch := projects_after(db, after, limit=_BATCH):
        yield from batch
        after = batch[-1].normalized_name
