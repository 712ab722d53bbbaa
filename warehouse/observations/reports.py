"""Checking what people and programs report."""

import re
from typing import Any

from warehouse.observations.errors import FieldProblem, FieldsMissing, ReportInvalid
from warehouse.observations.models import REPORTABLE, ObservationKind

LEAST_SUMMARY, MOST_SUMMARY = 10, 2000
MOST_LINK = 2000

_TAG = re.compile(r"<[A-Za-z/!]")
_REQUIRED = "Missing data for required field."
_NO_TEXT = "Not a valid string."


def has_markup(text: str) -> bool:
    """Return whether a text has tags of HTML in it."""
    return _TAG.search(text) is not None


def is_inspector_link(url: str, base: str) -> bool:
    """Return whether a link leads into the browser of files that begins with `base`."""
    is_clean = url.isprintable() and not re.search(r"\s", url)
    return is_clean and len(url) <= MOST_LINK and url.startswith(base)


def read_report(
    given: Any, *, base: str, name: str, needs_link: bool
) -> tuple[ObservationKind, str, dict[str, Any]]:
    """Return kind, summary and payload of a report that is JSON.

    Raises `ReportInvalid` with every problem, or `FieldsMissing`.
    """
    if not isinstance(given, dict):
        raise ReportInvalid([FieldProblem("", "The body must be an object.")])
    kinds = [each.value for each in REPORTABLE]
    problems = [
        *_problems_of_kind(given.get("kind"), kinds),
        *_problems_of_text("summary", given.get("summary"), is_required=True),
        *_problems_of_text("inspector_url", given.get("inspector_url"), is_required=False),
    ]
    link = given.get("inspector_url")
    if isinstance(link, str) and not is_inspector_link(link, base):
        problems.append(FieldProblem("inspector_url", f"It must begin with {base}"))
    if problems:
        raise ReportInvalid(problems)
    kind = ObservationKind(given["kind"])
    if needs_link and kind == ObservationKind.IS_MALWARE and not link:
        raise FieldsMissing(name, ["inspector_url"])
    payload = {"origin": "api", "summary": given["summary"]}
    return kind, given["summary"], payload | ({"inspector_url": link} if link else {})


def _problems_of_kind(kind: Any, kinds: list[str]) -> list[FieldProblem]:
    if kind is None:
        return [FieldProblem("kind", _REQUIRED)]
    if kind not in kinds:
        return [FieldProblem("kind", f"Must be one of: {', '.join(kinds)}.")]
    return []


def _problems_of_text(field: str, text: Any, *, is_required: bool) -> list[FieldProblem]:
    if text is None:
        return [FieldProblem(field, _REQUIRED)] if is_required else []
    if not isinstance(text, str) or "\0" in text:
        return [FieldProblem(field, _NO_TEXT)]
    if is_required and not text.strip():
        return [FieldProblem(field, _REQUIRED)]
    if len(text) > MOST_SUMMARY:
        return [FieldProblem(field, f"Longer than maximum length {MOST_SUMMARY}.")]
    return []
