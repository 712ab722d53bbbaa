"""What a view says of files, and why, as JSON."""

from datetime import datetime
from typing import Any

from warehouse.api.serializers.wire import dump, utc
from warehouse.index_views.deciding import Decision, Verdict
from warehouse.index_views.explanations import explain, objection, title
from warehouse.index_views.showing import Decided, SeenProject, SeenView

__all__ = ["explain", "objection", "of_file", "of_project", "title"]


def of_project(view: SeenView, seen: SeenProject) -> bytes:
    """Return every file of a project, each with what keeps it out of view."""
    files = [{**_summary(each), "because": _because(each.decision)} for each in seen.files]
    return dump({**_about(view, seen), "files": files})


def of_file(view: SeenView, seen: SeenProject, found: Decided) -> bytes:
    """Return what every part of the rule says of one file."""
    verdicts = [_verdict(each) for each in found.decision.verdicts]
    return dump({**_about(view, seen), "file": {**_summary(found), "verdicts": verdicts}})


def _about(view: SeenView, seen: SeenProject) -> dict[str, Any]:
    return {
        "view": view.name,
        "version": view.version,
        "as-of": None if view.then is None else utc(view.then),
        "project": seen.listing.normalized_name,
        "changes-at": _moment(seen.changes_at),
    }


def _summary(found: Decided) -> dict[str, Any]:
    return {
        "filename": found.offer.file.filename,
        "version": found.offer.file.version,
        "source": found.source.name,
        "shown": found.decision.is_visible,
        "shown-from": _moment(found.decision.visible_from),
    }


def _because(decision: Decision) -> list[str]:
    return [explain(each).english for each in decision.verdicts if not each.passes]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "rule": verdict.part.value,
        "passes": verdict.passes,
        "sentence": explain(verdict).english,
        "passes-from": _moment(verdict.passes_from),
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else utc(moment)
