"""Documents of OSV, good and bad."""

from datetime import UTC, datetime
from typing import Any

import pytest

from warehouse.vulnerabilities.advisories import reported
from warehouse.vulnerabilities.affected import Affected, Range, Versions, read, stored
from warehouse.vulnerabilities.errors import AdvisoryInvalid
from warehouse.vulnerabilities.osv import advisory_of


def osv(*affected: Any, **fields: Any) -> dict[str, Any]:
    return {"id": "PYSEC-2024-1", "affected": list(affected), **fields}


def part(name: str = "Foo.Bar", **fields: Any) -> dict[str, Any]:
    return {"package": {"ecosystem": "PyPI", "name": name}, **fields}


def ecosystem(*events: dict[str, str]) -> list[dict[str, Any]]:
    return [{"type": "ECOSYSTEM", "events": list(events)}]


def test_a_document_becomes_an_advisory_for_our_ecosystem() -> None:
    found = advisory_of(
        osv(
            part(versions=["1.0"], ranges=ecosystem({"introduced": "0"}, {"fixed": "1.2"})),
            part(ranges=ecosystem({"introduced": "2"}, {"fixed": "2.10"})),
            part(ranges=ecosystem({"fixed": "2.9"})),
            {"package": {"ecosystem": "npm", "name": "foo-bar"}, "versions": ["9.0"]},
            part("not a name", versions=["1.0"]),
            aliases=["CVE-1", "CVE-1", "GHSA-1"],
            summary="so\0 bad \ud800",
            details="very",
            withdrawn="2024-01-02T03:04:05.678+01:00",
            references=[{"type": "WEB", "url": "w"}, {"type": "ADVISORY", "url": "a"}],
        )
    )
    assert list(found.affected) == ["foo-bar"]
    assert found.aliases == ("CVE-1", "GHSA-1")
    assert found.fixed_in == ("1.2", "2.9", "2.10")
    assert (found.summary, found.details, found.link) == ("so bad ?", "very", "a")
    assert found.withdrawn == datetime(2024, 1, 2, 2, 4, 5, 678000, tzinfo=UTC)


@pytest.mark.parametrize(
    ("events", "affected", "others"),
    [
        ([{"introduced": "0"}], "0.dev0 1 99!1", ""),
        ([{"introduced": "1.0"}, {"fixed": "2.0"}], "1.0 1.9.post1 2.0rc1", "0.9 2.0 3"),
        ([{"introduced": "1"}, {"last_affected": "2"}], "1 1.5 2.0", "0.9 2.0.1"),
        (
            [{"introduced": "1"}, {"fixed": "2"}, {"introduced": "3"}, {"fixed": "4"}],
            "1 3.1",
            "2 2.9 4",
        ),
        ([{"introduced": "x"}], "", "1 x"),
        ([{"introduced": "0"}], "", "not-a-version"),
    ],
)
def test_ranges_cover_the_versions_between_their_events(
    events: list[dict[str, str]], affected: str, others: str
) -> None:
    found = advisory_of(osv(part(ranges=ecosystem(*events)))).affected["foo-bar"]
    all_versions = Versions([*affected.split(), *others.split()])
    assert all_versions.spelled(found) == all_versions.equal(found) == {*affected.split()}
    assert read([], stored(found.ranges)) == found


def test_versions_in_a_range_are_not_kept_twice() -> None:
    events = [{"introduced": "0"}, {"fixed": "2.0"}]
    found = advisory_of(osv(part(versions=["1.0", "1", "3.0"], ranges=ecosystem(*events))))
    kept = found.affected["foo-bar"].canonical()
    assert kept == Affected(frozenset({"3"}), (Range("0", fixed="2.0"),))
    assert kept | kept == kept
    assert not Affected()


def test_versions_that_are_listed() -> None:
    ranges = [{"type": "GIT", "events": [{"introduced": "0"}]}]
    found = advisory_of(osv(part(versions=["1.0", "odd version"], ranges=ranges)))
    affected = found.affected["foo-bar"]
    there = Versions(["1.0", "1.0.0", "odd version", "1.1"])
    assert there.spelled(affected) == {"1.0", "odd version"}
    assert there.equal(affected.canonical()) == {"1.0", "1.0.0", "odd version"}
    assert found.link == "https://osv.dev/vulnerability/PYSEC-2024-1"
    assert (found.aliases, found.summary, found.withdrawn) == ((), None, None)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"id": 1},
        {"id": "x" * 201},
        osv("x"),
        osv(withdrawn="yesterday"),
        osv(withdrawn="0001-01-01T00:00:00+23:59"),
        osv(aliases="CVE-1"),
        osv(aliases=[1]),
        osv(part(versions=[1])),
        osv(part(ranges={})),
        osv(part(ranges=ecosystem({"introduced": 0}))),
        osv({"package": {"ecosystem": "PyPI"}}),
        osv(details={}),
        osv(references=[{"type": "ADVISORY"}]),
    ],
)
def test_documents_that_make_no_sense(document: Any) -> None:
    with pytest.raises(AdvisoryInvalid):
        advisory_of(document)


ITEM = {"project": "Foo", "versions": ["1"], "id": "X-1", "link": "l", "aliases": []}


def test_an_item_of_a_report() -> None:
    events = [{"introduced": "0"}, {"fixed": "2"}, {"fixed": "2"}]
    found = reported({**ITEM, "events": events, "withdrawn": "2024-01-02T03:04:05Z"})
    assert found.fixed_in == ("2",)
    assert Versions(["1", "1.0"]).spelled(found.affected["foo"]) == {"1"}
    assert found.withdrawn == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    for name in ("no name", "x" * 201):
        assert reported({**ITEM, "project": name}).affected == {}


@pytest.mark.parametrize(
    "item", [None, *({k: v for k, v in ITEM.items() if k != lacking} for lacking in ITEM)]
)
def test_items_that_make_no_sense(item: Any) -> None:
    with pytest.raises(AdvisoryInvalid):
        reported(item)
