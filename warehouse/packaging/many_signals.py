"""The signal of many releases that were changed together."""

import enum
from dataclasses import dataclass

from warehouse.packaging.signals import ProjectSignal


class ManyChange(enum.StrEnum):
    """What is done to many releases."""

    YANK = "yank"
    UNYANK = "unyank"
    DELETE = "delete"


@dataclass(frozen=True)
class ReleasesChanged(ProjectSignal):
    """Many releases were yanked, given back or deleted; each has its own signal, too."""

    change: ManyChange
    versions: tuple[str, ...]
    reason: str
