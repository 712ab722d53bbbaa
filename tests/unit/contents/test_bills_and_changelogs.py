"""Bills of materials as tables, and what changelogs say of a version."""

import json

import pytest

from warehouse.contents.changelogs import rank_of, section_of
from warehouse.contents.sboms import MOST, bill_of, is_sbom

MARKED = (
    "# Log\n\n## [1.10.0] - 2020\n\n- ten\n\n### Sub\n\n```\n## 1.1\n```\n\n"
    "## v1.1\n\n- one\n"
)
LINED = (
    "===\nLog\n===\n\n----\n1.10\n----\n\nten\n\nSub\n~~~\n\nx\n\n----\n1.1\n----\none\n"
)


def test_components_are_listed_with_those_within_them():
    inner = {
        "name": "inner",
        "licenses": [{"expression": "MIT"}, {"license": {"name": "X"}}],
    }
    outer = {
        "name": "outer\u202e",
        "version": "1",
        "purl": "pkg:x",
        "components": [inner, 1],
    }
    bill = bill_of(json.dumps({"bomFormat": "CycloneDX", "components": [outer]}).encode())
    assert [tuple(vars(each).values()) for each in bill.components] == [
        ("outer[U+202E]", "1", "", "pkg:x"),
        ("inner", "", "MIT, X", ""),
    ]


def test_packages_of_spdx_are_listed():
    references = [
        {"referenceType": "x"},
        {"referenceType": "purl", "referenceLocator": "pkg:x"},
    ]
    package = {"name": "a", "licenseConcluded": "MIT", "externalRefs": references}
    said = {"spdxVersion": "SPDX-2.3", "packages": [package, {"name": 1}]}
    bill = bill_of(json.dumps(said).encode())
    assert bill.format == "SPDX 2.3"
    assert [tuple(vars(each).values()) for each in bill.components] == [
        ("a", "", "MIT", "pkg:x"),
        ("", "", "", ""),
    ]


def test_a_long_bill_is_cut():
    said = {"bomFormat": "CycloneDX", "components": [{}] * (MOST + 7)}
    bill = bill_of(json.dumps(said).encode())
    assert (len(bill.components), bill.more) == (MOST, 7)


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"[]", b"{}", b"\xff"])
def test_other_files_are_no_bills(content):
    assert bill_of(content) is None


def test_bills_lie_in_a_folder_of_their_own():
    assert is_sbom("a-1.dist-info/sboms/x/y.json")
    assert not is_sbom("a/sboms/x.json")


@pytest.mark.parametrize(
    ("name", "text", "version", "said"),
    [
        ("a/CHANGELOG.md", MARKED, "1.10", "- ten\n\n### Sub\n\n```\n## 1.1\n```"),
        ("a/CHANGELOG.md", MARKED, "1.1", "- one"),
        ("a/CHANGELOG.md", MARKED, "1", None),
        ("a/CHANGELOG.md", MARKED, "0.1", None),
        ("a/NEWS", LINED, "1.10.0", "ten\n\nSub\n~~~\n\nx"),
        ("a/NEWS", LINED, "1.1", "one"),
        ("a/NEWS", "1.1rc1\n------\nx\n1.1\n---\n", "1.1", None),
        ("a/NEWS", "", "1.1", None),
    ],
)
def test_only_the_part_of_a_version_is_shown(name, text, version, said):
    section = section_of(name, text, version)
    assert (section and section.text) == said


def test_a_changelog_full_of_headings_is_read_quickly():
    text = "".join(f"{n}.0\n===\n\n" for n in range(50_000))
    assert section_of("a/NEWS", text, "49999.0") is None


def test_the_changelog_is_the_one_highest_up():
    names = ["a/docs/CHANGES.md", "a/b/NEWS", "a/History.rst", "a/changes.py"]
    found = [each for each in names if rank_of(each) is not None]
    assert min(found, key=rank_of) == "a/History.rst"
    assert rank_of("a/README") is None
