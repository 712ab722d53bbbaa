"""Dates, numbers and sizes as the language of the page writes them."""

from datetime import date as Date
from datetime import datetime

from babel import dates, numbers

from warehouse.i18n.current import current_locale
from warehouse.i18n.locales import ENGLISH
from warehouse.i18n.messages import _

_UNITS = ("kB", "MB", "GB", "TB", "PB", "EB")


def file_size(size: int | None) -> str:
    """Format a number of bytes for people, or `unknown`."""
    if size is None:
        return str(_("unknown"))
    if size < 1000:
        return f"{size} B"
    amount, units = size / 1000, iter(_UNITS)
    unit = next(units)
    while amount >= 999.95:
        amount, unit = amount / 1000, next(units)
    conventions = current_locale().conventions
    return f"{numbers.format_decimal(amount, '0.0', locale=conventions)} {unit}"


def binary_size(size: int) -> str:
    """Format a number of bytes in the largest of KiB, MiB and GiB that divides it."""
    for unit, factor in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size and size % factor == 0:
            return f"{number(size // factor)} {unit}"
    return f"{number(size)} B"


def number(value: float) -> str:
    """Format a number with its digits in groups."""
    return current_locale().number(value)


def percent(share: float) -> str:
    """Format a share of 1 as a percentage without decimals."""
    return numbers.format_percent(share, locale=current_locale().conventions)


def day(moment: Date | None) -> str:
    """Format a date with a short month, as `7 Mar 2024`."""
    return _dated(moment, "d MMM y", "yMMMd")


def date(moment: Date | None) -> str:
    """Format a date with its month in full, as `7 March 2024`."""
    return _dated(moment, "d MMMM y", "yMMMMd")


def month(moment: Date) -> str:
    """Format a month and its year, as `Mar 2024`."""
    return _dated(moment, "MMM y", "yMMM")


def moment(value: datetime, time_zone: str) -> str:
    """Format a time with its day and the name of the zone, as `7 Mar 2024, 16:30 (UTC)`."""
    zone = dates.get_timezone(time_zone)
    locale = current_locale().conventions
    there = value.astimezone(zone)
    clock = dates.format_time(there, "HH:mm", tzinfo=zone, locale=locale)
    return f"{day(there)}, {clock} ({time_zone})"


def _dated(moment: Date | None, english: str, skeleton: str) -> str:
    if moment is None:
        return ""
    if isinstance(moment, datetime):
        moment = moment.date()
    locale = current_locale()
    if locale is ENGLISH:
        return dates.format_date(moment, english, locale=locale.conventions)
    return dates.format_skeleton(skeleton, moment, locale=locale.conventions)
