"""The signals of rules."""

from dataclasses import dataclass
from typing import Any

from warehouse.packaging.signals import ProjectSignal
from warehouse.retention.rules import Retention


@dataclass(frozen=True)
class RetentionSet(ProjectSignal, tag="project:retention:set"):
    """The owners have old pre-releases deleted."""

    retention: Retention

    def details(self) -> dict[str, Any]:
        """Return by whom, and what is kept."""
        return {
            **super().details(),
            "keep_prereleases": self.retention.prereleases,
            "keep_dev_days": self.retention.dev_days,
        }


class RetentionEnded(ProjectSignal, tag="project:retention:end"):
    """Pre-releases stay again."""
