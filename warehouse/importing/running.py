"""Bringing files over one by one, each in a transaction of its own.

What was brought over stays when the rest fails or is interrupted. A second run finds it by
its name and hash, and goes on.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.taking import Inspected, Origin, inspected, publish
from warehouse.http import Request
from warehouse.importing.errors import FileUnreadable
from warehouse.importing.spooling import spooled
from warehouse.importing.values import Found, Problem, Summary
from warehouse.packaging import queries
from warehouse.packaging.services import YankService
from warehouse.security import Actor
from warehouse.storage import Storage

Tell = Callable[[Problem], None]
Finish = Callable[[Request, Inspected, Actor], None]


def bring_over(
    request: Request, files: Iterable[Found], *, actor: Actor, tell: Tell
) -> Summary:
    """Publish every file that passes the checks; return what came of all."""
    summary = _each(_Run(request, actor, tell, _publish), files)
    for project, version in sorted(summary.yanked):
        _yank_release(request, project, version, actor)
    request.transaction.commit()
    return summary


def try_out(
    request: Request, files: Iterable[Found], *, actor: Actor, tell: Tell
) -> Summary:
    """Make every check of every file, and change nothing; return what would come of it."""
    return _each(_Run(request, actor, tell, _forget), files)


@dataclass(frozen=True)
class _Run:
    request: Request
    actor: Actor
    tell: Tell
    finish: Finish


def _publish(request: Request, found: Inspected, actor: Actor) -> None:
    publish(request, found, actor=actor)
    request.transaction.commit()


def _forget(request: Request, found: Inspected, actor: Actor) -> None:
    request.transaction.rollback()


def _each(run: _Run, files: Iterable[Found]) -> Summary:
    summary = Summary()
    for found in files:
        with _told(run, found, summary):
            if _is_here(run.request, found):
                summary.present += 1
            else:
                _take(run, found, summary)
    return summary


@contextmanager
def _told(run: _Run, found: Found, summary: Summary) -> Iterator[None]:
    """Tell of a file that is refused or unreadable, and undo what was begun for it."""
    try:
        yield
    except Refused as refused:
        sentence = refused.sentence()
    except FileUnreadable as error:
        sentence = str(error)
    else:
        return
    run.request.transaction.rollback()
    summary.refused += 1
    run.tell(Problem(where=found.where, sentence=sentence))


def _is_here(request: Request, found: Found) -> bool:
    """Return whether a file with its name and hash is here; raises `Refused` on a clash.

    So a file whose hash its source names need not be fetched to be passed over.
    """
    told = found.hashes.get("sha256")
    here = queries.digests_of(request.db, [found.filename])
    if told is None or found.filename not in here:
        return False
    digest = here[found.filename]
    if digest != told:
        facts = {"filename": found.filename, "digest": digest or "unknown"}
        raise Refused(Reason.FILE_EXISTS, **facts)
    return True


def _take(run: _Run, found: Found, summary: Summary) -> None:
    scratch = run.request.service(Storage).scratch()
    # Fetching may take long, and nothing holds a connection of the database meanwhile.
    run.request.transaction.rollback()
    with spooled(found, scratch) as file:
        origin = Origin(
            hashes=found.hashes,
            uploaded=found.uploaded,
            yanked=found.yanked,
            provenance=found.prove(),
            project=found.project,
        )
        taken = inspected(run.request, file, origin, actor=run.actor)
        project = taken.project.name
        run.finish(run.request, taken, run.actor)
    summary.present += taken.is_here
    summary.added += not taken.is_here
    summary.projects.add(project)
    if found.yanked is not None and not taken.is_here:
        summary.yanked.add((project, taken.version))
    for warning in taken.warnings:
        run.tell(Problem(where=found.where, sentence=warning, is_refusal=False))


def _yank_release(request: Request, name: str, version: str, actor: Actor) -> None:
    """Yank a release if all of its files are yanked, for one reason (PEP 592)."""
    project = queries.project_named(request.db, name)
    release = queries.release_of(request.db, project, version) if project else None
    if release is None or release.yanked:
        return
    reasons = {each.yanked_reason if each.yanked else None for each in release.files}
    reason = reasons.pop()
    if not reasons and reason is not None:
        request.service(YankService).yank(release, reason=reason, actor=actor)
