"""Drawing the downloads of a project as a line."""

from warehouse.downloads.reports import DownloadReport
from warehouse.i18n import formats
from warehouse.templates.charts import LineChart, line_chart

_EVERY = 15
_SMALL, _EVERY_OF_SMALL = (320, 150), 45


def drawing_of(report: DownloadReport) -> LineChart | None:
    """Draw the downloads of people's installers, with the day under some of them."""
    return line_chart(_values(report, _EVERY))


def small_drawing_of(report: DownloadReport) -> LineChart | None:
    """Draw the same for a column beside a text."""
    return line_chart(_values(report, _EVERY_OF_SMALL), size=_SMALL)


def _values(report: DownloadReport, every: int) -> list[tuple[str, int]]:
    return [
        (formats.day(each.day) if place % every == 0 else "", each.installers)
        for place, each in enumerate(report.days)
    ]
