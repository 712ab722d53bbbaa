"""Statements about names."""

from warehouse.vulnerabilities.affected import Affected, Range
from warehouse.vulnerabilities.findings import Statement, among


def said(*ranges: Range, versions: frozenset[str] = frozenset()) -> Statement:
    affected = Affected(versions, ranges)
    return Statement("foo", affected, "osv", "A-1", None, None, ["2.0", "9.0"])


def test_the_fix_of_another_name_is_none() -> None:
    ranges = (Range("0", fixed="2.0"), Range("3", last_affected="4"))
    assert said(*ranges).fixes == ["2.0"]
    assert said(versions=frozenset({"1"})).fixes == ["2.0", "9.0"]


def test_versions_are_found_as_they_are_spelled() -> None:
    statement = said(Range("3", fixed="4"), versions=frozenset({"1"}))
    found = among([statement], {"foo": ["v1.0.0", "3.0", "4", "odd"], "bar": ["1"]})
    assert [each.version for each in found] == ["3.0", "v1.0.0"]
    assert among([statement], {"bar": ["1"]}) == []
