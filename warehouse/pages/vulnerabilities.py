"""What is known to be wrong with a release, as its page shows it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from warehouse.i18n import _
from warehouse.packaging.ordering import natural_key
from warehouse.vulnerabilities.models import Vulnerability
from warehouse.vulnerabilities.queries import findings, select_found
from warehouse.vulnerabilities.severity import Severity, worst

SEVERITIES = {
    Severity.LOW: _("low"),
    Severity.MEDIUM: _("medium"),
    Severity.HIGH: _("high"),
    Severity.CRITICAL: _("critical"),
}
"""How each severity is called."""


def shown(vulnerabilities: Select[Vulnerability]) -> Select[*tuple[Any, ...]]:
    """Select what a page shows of each vulnerability that is selected."""
    return vulnerabilities.with_only_columns(
        Vulnerability.id,
        Vulnerability.source,
        Vulnerability.link,
        Vulnerability.aliases,
        Vulnerability.summary,
        Vulnerability.details,
        Vulnerability.fixed_in,
        Vulnerability.withdrawn,
        Vulnerability.severity,
    )


def vulnerabilities_elsewhere(
    db: Session, name: str, version: str
) -> Sequence[dict[str, Any]]:
    """Return what is said of a release that is not ours, by its normalised name."""
    found = findings(db, {name: [version]})
    if not found:
        return []
    return [each._asdict() for each in db.execute(shown(select_found(found)))]


def values_of(vulnerabilities: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what is still said to be wrong with a release, and how severe that is."""
    known = [each for each in vulnerabilities if not each["withdrawn"]]
    fixes = [set(each["fixed_in"] or ()) for each in known]
    return {
        "vulnerabilities": vulnerabilities,
        "known_vulnerabilities": known,
        "severity": worst(each["severity"] for each in known),
        "severities": SEVERITIES,
        "all_fixed_in": sorted(set.intersection(*fixes), key=natural_key) if fixes else [],
    }
