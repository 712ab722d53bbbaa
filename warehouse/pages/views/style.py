"""`/_style/`: every component of the pages, for those who change them."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from warehouse.http import Request
from warehouse.pages.compatibility import matrix_of
from warehouse.pages.installers import installers_for, requirement_of
from warehouse.pages.requirements import listed
from warehouse.pages.timeline import timeline_of
from warehouse.templates.charts import bar_chart

_MOMENT = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC)
_COLOURS = (
    *("ground", "surface", "raised", "text", "quiet", "line", "edge", "accent"),
    *("accent-strong", "accent-soft", "danger", "danger-soft", "good", "good-soft"),
    *("warning", "warning-soft"),
)
_ICONS = (
    *("search", "mark", "package", "copy", "check", "download", "user", "file", "clock"),
    *("verified", "warning", "tag", "scale", "link", "layers", "feed", "home", "code"),
    *("book", "bug", "list", "heart", "chat"),
)
_EXTRAS = ("color", "fast")
_REQUIREMENTS = (
    *("library<2", "helper>=1; python_version < '3.11'", "elsewhere", "not a (requirement"),
    "library; extra == 'fast'",
)
_WHEELS = tuple(
    f"example-1.0-cp{python}-cp{python}-{platform}.whl"
    for python in ("312", "313")
    for platform in ("win_amd64", "macosx_11_0_arm64", "manylinux2014_x86_64")
)
_LINES = (
    (("k", "def"), ("", " "), ("nf", "answer"), ("", "():")),
    (("", "    "), ("k", "return"), ("", " "), ("mi", "42"), ("lines__odd", "U+202E")),
)


@view_config(route_name="pages.style", renderer="pages/style.html")
def style(request: Request) -> dict[str, Any]:
    """Show the guide, where the settings ask for it."""
    if not request.settings.development.style_guide:
        raise HTTPNotFound
    return {
        "colours": _COLOURS,
        "icons": _ICONS,
        "moment": _MOMENT,
        "newest": "1.9.0",
        "installers": installers_for(request.route_url("api.simple.index"), "example"),
        "wanted": requirement_of("example", "1.0", _EXTRAS, is_newest=False),
        **listed((each, None) for each in _REQUIREMENTS),
        "newest_of": {"library": "2.0", "helper": "1.4"},
        "timeline": timeline_of([_release(number) for number in range(24)]),
        "lines": _LINES,
        "matrix": matrix_of(_WHEELS[:-1]),
        "chart": bar_chart(
            [(str(n), str(n) if n % 4 == 0 else "", n * n) for n in range(20)]
        ),
    }


def _release(number: int) -> SimpleNamespace:
    return SimpleNamespace(
        version=f"1.{number}",
        created=datetime(2021 + number // 5, 1 + number % 12, 1, tzinfo=UTC),
        is_prerelease=number % 5 == 1,
        yanked=number % 11 == 7,
    )
