"""Writes of vulnerabilities."""

from warehouse.vulnerabilities.services.vulnerabilities import VulnerabilityService

__all__ = ["VulnerabilityService"]
