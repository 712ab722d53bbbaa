"""The tables of vulnerabilities."""

from warehouse.vulnerabilities.models.affected_name import AffectedName
from warehouse.vulnerabilities.models.vulnerability import (
    Vulnerability,
    release_vulnerabilities,
)

__all__ = ["AffectedName", "Vulnerability", "release_vulnerabilities"]
