"""Reading plans: which tables does one go through from end to end?"""

from collections.abc import Iterator
from typing import Any

from tests.benchmarks.generator import TABLES

_NARROWED = {"Index Cond", "Recheck Cond", "TID Cond"}
_READS_ALL = {"Sort", "Aggregate", "Hash", "Materialize"}


def read_whole(plan: dict[str, Any], *, is_limited: bool = False) -> Iterator[str]:
    """The growing tables of which a plan reads every row."""
    kind = plan["Node Type"]
    is_limited = is_limited or kind == "Limit"
    is_narrowed = kind != "Seq Scan" and (is_limited or _NARROWED & plan.keys())
    if kind != "ModifyTable" and plan.get("Relation Name") in TABLES and not is_narrowed:
        yield plan["Relation Name"]
    for inner in plan.get("Plans", ()):
        # What is sorted is read to its end, however few of it are wanted then.
        yield from read_whole(inner, is_limited=is_limited and kind not in _READS_ALL)
