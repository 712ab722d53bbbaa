"""Every page of staff that can be read, by the table of routes, with things to show."""

import re
from collections.abc import Iterator
from functools import partial

from tests.architecture.snapshots import FOLDER
from tests.browser.people import Index
from tests.factories.staff import Places, make_things_of_staff, part_of

PART = re.compile(r"\{(\w+)[^}]*\}")
ELSEWHERE = {
    "admin.appeal": "nobody appeals here",
    "admin.application": "nobody applies for an organization here",
    "admin.approval": "an action that waits needs ADMIN_TWO_PERSON",
    "admin.file_match.dismiss": "a match of rules is dismissed as one of names is",
    "admin.task_run": "no worker runs here",
    "admin.user.account_recovery": "nobody asks for an account",
    "admin.user.files": "is no page",
    "admin.email.html": "is shown in a frame, and has no page around it",
}
"""Routes that a browser does not look at, and what is below them, with the reason."""


def staff_pages(index: Index) -> Iterator[str]:
    """Yield a path of each page, after making what it shows."""
    places = make_things_of_staff(
        index.registry, project="example", organization="acme", username="publisher"
    )
    for route, path in _readable().items():
        if not f"{route}.".startswith(tuple(f"{each}." for each in ELSEWHERE)):
            yield PART.sub(partial(_value, places, route), path)


def _readable() -> dict[str, str]:
    """Return the patterns of the routes of staff that are read, by name."""
    rows = [line.split(" | ") for line in (FOLDER / "routes.txt").read_text().splitlines()]
    return {
        name: path
        for name, path, methods, *_ in rows
        if path.startswith("/admin/") and "GET" in methods
    }


def _value(places: Places, route: str, found: re.Match[str]) -> str:
    """Return what a part of a path is for a route."""
    known = part_of(places, route, found[1])
    assert known, f"Nothing fills {found[1]} of {route}: add it to factories/staff.py."
    return known
