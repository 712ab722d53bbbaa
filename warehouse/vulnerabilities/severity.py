"""How severe a vulnerability is, as its advisory says or as its vector means.

The vector is that of CVSS 3 (https://www.first.org/cvss/v3-1/specification-document), of
which the base score is computed as section 7.1 has it.
"""

import enum
import math
import re
from collections.abc import Iterable
from typing import Any

_VECTOR = re.compile(r"CVSS:3\.[01]/((?:[A-Z]{1,3}:[A-Z]/?){8,22})\Z", re.ASCII)
_COMMON = {
    "AV": {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.2},
    "AC": {"L": 0.77, "H": 0.44},
    "UI": {"N": 0.85, "R": 0.62},
    "C": {"H": 0.56, "L": 0.22, "N": 0.0},
    "I": {"H": 0.56, "L": 0.22, "N": 0.0},
    "A": {"H": 0.56, "L": 0.22, "N": 0.0},
}
_PRIVILEGES = {
    "U": {"N": 0.85, "L": 0.62, "H": 0.27},
    "C": {"N": 0.85, "L": 0.68, "H": 0.5},
}


class Severity(enum.StrEnum):
    """The ratings of CVSS, from the mildest on."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


_WORDS = {each.value: each for each in Severity} | {"moderate": Severity.MEDIUM}


def severity_of(document: dict[str, Any]) -> Severity | None:
    """Return how severe a document of OSV says that it is, or None.

    What makes no sense says nothing: it is no reason to do without the advisory.
    """
    own = document.get("database_specific")
    word = own.get("severity") if isinstance(own, dict) else None
    if isinstance(word, str) and word.lower() in _WORDS:
        return _WORDS[word.lower()]
    said = document.get("severity")
    parts = said if isinstance(said, list) else []
    vectors = [each.get("score") for each in parts if isinstance(each, dict)]
    scores = [base_score(each) for each in vectors if isinstance(each, str)]
    return _rating(max((each for each in scores if each is not None), default=0.0))


def worst(severities: Iterable[str | None]) -> Severity | None:
    """Return the most severe of those that are known, or None."""
    known = set(severities)
    return next((each for each in reversed(Severity) if each.value in known), None)


def base_score(vector: str) -> float | None:
    """Return the base score of a vector of CVSS 3, from 0 to 10, None if it is none."""
    found = _VECTOR.match(vector)
    if not found:
        return None
    said = dict(each.split(":") for each in found[1].rstrip("/").split("/"))
    try:
        parts = {name: values[said[name]] for name, values in _COMMON.items()}
        scope = said["S"]
        privileges = _PRIVILEGES[scope][said["PR"]]
    except KeyError:
        return None
    base = 1 - (1 - parts["C"]) * (1 - parts["I"]) * (1 - parts["A"])
    impact = 6.42 * base
    if scope == "C":
        impact = 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15
    if impact <= 0:
        return 0.0
    ways = 8.22 * parts["AV"] * parts["AC"] * privileges * parts["UI"]
    whole = (impact + ways) * (1.08 if scope == "C" else 1.0)
    # As in appendix A: binary fractions must not round up what is exact in decimals.
    return math.ceil(round(min(whole, 10) * 100_000) / 10_000) / 10


def _rating(score: float) -> Severity | None:
    bounds = {
        Severity.CRITICAL: 9.0,
        Severity.HIGH: 7.0,
        Severity.MEDIUM: 4.0,
        Severity.LOW: 0.1,
    }
    return next((rating for rating, least in bounds.items() if score >= least), None)
