"""The figures of the dashboard: what each day brought, and how large everything is."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from warehouse.http import Request
from warehouse.operations.figures import (
    DATABASE,
    FILES,
    SIGN_UPS,
    UPLOADS,
    VALKEY,
    last_days,
)
from warehouse.templates.charts import BarChart, bar_chart

Days = Mapping[date, int]


@dataclass(frozen=True)
class Chart:
    """One question, its drawing, and its numbers, each with the list that explains it."""

    question: str
    drawing: BarChart | None
    rows: Sequence[tuple[date, int, str | None]]
    total: int


@dataclass(frozen=True)
class Size:
    """How large something is, and by how much it grew in a week and in a month."""

    title: str
    value: int
    week: int | None
    month: int | None


def charts(
    request: Request, found: Mapping[str, Days], refused: Days, today: date
) -> list[Chart]:
    """Return the charts of uploads, of accounts and of refusals."""
    days = last_days(today)

    def linked(route: str, term: str, day: date) -> str:
        return str(request.route_path(route, _query={"q": f"{term}:{day}"}))

    return [
        day_chart(
            "How many files are uploaded?",
            found.get(UPLOADS, {}),
            days,
            {day: linked("admin.files", "uploaded", day) for day in days},
        ),
        day_chart(
            "How many accounts are made?",
            found.get(SIGN_UPS, {}),
            days,
            {day: linked("admin.users", "joined", day) for day in days},
        ),
        day_chart("How many uploads are refused?", refused, days, {}),
    ]


def sizes(found: Mapping[str, Days], today: date) -> list[Size]:
    """Return the sizes that are measured, and how they grew."""
    titles = (("Database", DATABASE), ("Files", FILES), ("Valkey", VALKEY))
    return [_size(title, found[name], today) for title, name in titles if found.get(name)]


def disk(request: Request) -> tuple[int, int] | None:
    """Return how much of the disk of files is used, and how much there is; None for S3."""
    storage = request.settings.storage
    if storage.backend != "local" or not storage.path.exists():
        return None
    usage = shutil.disk_usage(storage.path)
    return usage.used, usage.total


def day_chart(
    question: str, found: Days, days: Sequence[date], links: Mapping[date, str]
) -> Chart:
    """Return the chart of a figure of some days, each with the list that explains it."""
    values = [
        (str(day), f"{day:%b %d}" if not n % 7 else "", found.get(day, 0))
        for n, day in enumerate(days)
    ]
    return Chart(
        question,
        bar_chart(values),
        [(day, found[day], links.get(day)) for day in reversed(days) if found.get(day)],
        sum(found.get(day, 0) for day in days),
    )


def _size(title: str, found: Days, today: date) -> Size:
    newest = found[max(found)]

    def grown(days: int) -> int | None:
        before = found.get(today - timedelta(days=days))
        return None if before is None else newest - before

    return Size(title, newest, grown(7), grown(29))
