"""Versions: their order, normal form, and which are pre-releases."""

import random

import pytest
from packaging.version import Version

from warehouse.packaging.versions import canonical, is_prerelease, parse, sort_key

IN_ORDER = [
    "(latest release)",
    "0.1-3-gabc",
    "1.0-SNAPSHOT",
    "1.0-beta-x",
    "1.0-final-x",
    "2004d-x",
    "0.1",
    "1.0.dev1",
    "1.0a1",
    "1.0rc1",
    "1.0",
    "1.0+local",
    "1.0.post1",
    "1.1",
    "1!0.1",
]


@pytest.mark.parametrize("version", ["9" * 5000, "1." + "9" * 5000, "1" * 201])
def test_a_version_that_is_too_long_sorts_below_all_others(version):
    assert parse(version) is None
    assert canonical(version) == version
    assert sort_key(version) < sort_key("0")


def test_legacy_versions_sort_below_all_others():
    legacy = {"(latest release)", "unversioned", "-VERSION-", "", " ", "1.6.2-SNAPSHOT"}
    assert all(sort_key(old) < sort_key("0.dev0") for old in legacy)


def test_any_mixture_can_be_sorted():
    mixture = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    ordered = sorted(mixture, key=sort_key)
    modern = [version for version in ordered if sort_key(version)[0] == 1]
    assert modern == sorted(modern, key=Version)
    assert ordered[-len(modern) :] == modern


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("1.6.2-SNAPSHOT", "1.6.10-SNAPSHOT"),
        ("2004a-x", "2004d-x"),
        ("1.0-alpha-x", "1.0-beta-x"),
        ("1-pre-x", "1-x"),
        ("9-x", "10-x"),
    ],
)
def test_legacy_versions_among_themselves(older, newer):
    assert sort_key(older) < sort_key(newer)


def test_equal_legacy_versions():
    assert sort_key("1.0-x") == sort_key("1.0.0-X")


@pytest.mark.parametrize(
    ("version", "normal"),
    [("1.0.0", "1"), ("v1.0RC1", "1rc1"), ("1.0\n", "1"), (" 2.0 ", "2"),
     ("1!1.10", "1!1.10"), ("1.0-SNAPSHOT", "1.0-SNAPSHOT"), ("odd\n", "odd\n"), ("", "")],
)  # fmt: skip
def test_versions_have_one_canonical_form(version, normal):
    assert canonical(version) == normal


@pytest.mark.parametrize(
    "version",
    ["1.0a1", "1.0b2", "1.0c1", "1.0rc1", "1.0.dev0", "1.0-alpha", "1.0-Preview2", "1pre3"],
)
def test_prereleases_are_recognized(version):
    assert is_prerelease(version)
    assert Version(version).is_prerelease


@pytest.mark.parametrize(
    "version", ["1.0", "1.0.post1", "1.0-rev2", "1.0r3", "v1", "1.0+local", "1.0+abc.dev1"]
)
def test_final_versions_are_no_prereleases(version):
    assert not is_prerelease(version)
    assert not Version(version).is_prerelease


def test_prereleases_that_follow_no_standard():
    assert is_prerelease("1.6.2-SNAPSHOT")
    assert not is_prerelease("1.0_x")
