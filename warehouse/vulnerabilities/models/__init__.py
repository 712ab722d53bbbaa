"""The tables of vulnerabilities."""

from warehouse.vulnerabilities.models.vulnerability import (
    Vulnerability,
    release_vulnerabilities,
)

__all__ = ["Vulnerability", "release_vulnerabilities"]
