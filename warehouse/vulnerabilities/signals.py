"""The signals of vulnerabilities."""

from dataclasses import dataclass

from warehouse.packaging.models import Project
from warehouse.signals import Signal


@dataclass(frozen=True)
class ProjectVulnerable(Signal):
    """A source reports a vulnerability of releases that were not known to have it."""

    project: Project
    advisory_id: str
