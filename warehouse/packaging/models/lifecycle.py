"""The lifecycle status of projects and releases, and which rows it lets others see.

This is the only module that says what a status hides: queries ask `is_visible` and
`is_listed` for conditions, and never compare the column themselves.
"""

import enum
from datetime import datetime

from sqlalchemy import ColumnElement, Enum, and_
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.db import stored_by_value
from warehouse.packaging.models.privacy import HasPrivacy, is_public


class LifecycleStatus(enum.StrEnum):
    """The status of a project or release; releases use the quarantine values only."""

    QUARANTINE_ENTER = "quarantine-enter"
    QUARANTINE_EXIT = "quarantine-exit"
    ARCHIVED = "archived"
    ARCHIVED_NOINDEX = "archived-noindex"
    DEPRECATED = "deprecated"


_LIFECYCLE_STATUS: Enum = stored_by_value(LifecycleStatus, "lifecyclestatus")
_ARCHIVED = frozenset({LifecycleStatus.ARCHIVED, LifecycleStatus.ARCHIVED_NOINDEX})


class HasLifecycle:
    """The columns that hold the status of a row, when it was set, and why."""

    lifecycle_status: Mapped[LifecycleStatus | None] = mapped_column(
        _LIFECYCLE_STATUS, index=True
    )
    lifecycle_status_changed: Mapped[datetime | None]
    lifecycle_status_note: Mapped[str | None]


class Listable(HasLifecycle, HasPrivacy):
    """What both a status and privacy can hide: a project."""


def is_in_quarantine(row: HasLifecycle) -> bool:
    """Return whether staff hid this row; a release may also be hidden by its project."""
    return row.lifecycle_status is LifecycleStatus.QUARANTINE_ENTER


def is_archived(status: LifecycleStatus | None) -> bool:
    """Return whether a project of this status expects no further releases."""
    return status in _ARCHIVED


def status_marker(status: LifecycleStatus | None) -> str:
    """Return the project status marker of PEP 792."""
    if status is LifecycleStatus.QUARANTINE_ENTER:
        return "quarantined"
    if is_archived(status):
        return "archived"
    return "deprecated" if status is LifecycleStatus.DEPRECATED else "active"


def is_visible(*tables: type[HasLifecycle]) -> ColumnElement[bool]:
    """Return the condition that no row of `tables` is in quarantine."""
    hidden = LifecycleStatus.QUARANTINE_ENTER
    return and_(*(table.lifecycle_status.is_distinct_from(hidden) for table in tables))


def is_listed(table: type[Listable]) -> ColumnElement[bool]:
    """Return the condition that search and sitemaps may name a row of `table`."""
    unlisted = table.lifecycle_status.is_distinct_from(LifecycleStatus.ARCHIVED_NOINDEX)
    return and_(is_visible(table), unlisted, is_public(table))
