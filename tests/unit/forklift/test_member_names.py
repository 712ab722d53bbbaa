"""Names of members that are one file somewhere, or that land where another one does."""

import pytest
from packaging.version import Version

from tests.builders import tars
from tests.builders.sdists import sdist
from tests.builders.tars import Member
from tests.builders.wheels import wheel
from warehouse.forklift.archives import opened_sdist
from warehouse.forklift.archives.paths import clash, key
from warehouse.forklift.opening import opened
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.values import Distribution
from warehouse.packaging.models import PackageType

INFO, DATA = "example-1.0.dist-info", "example-1.0.data"
DISTRIBUTION = Distribution(
    filename="example-1.0-py3-none-any.whl", project="example", version=Version("1.0")
)
PAIRS = [
    ("METADATA", "metadata"),
    ("é", "e\u0301"),
    ("É", "e\u0301"),
    ("K", "\u212a"),
    ("\u017f", "s"),
    ("straße", "STRASSE"),
    ("ﬀ", "ff"),
    ("a", "a."),
    ("a", "a "),
    ("a", "a. ."),
    ("a", "a\u200d"),
    ("a", "\ufeffa"),
    ("a/b", "A/b"),
    ("a/b", "A/c"),
    ("a/b/c", "a./b/d"),
    ("a", "a/b"),
    ("a", "A/b"),
    ("a/B", "a/b/c"),
]
APART = [("a", "b"), ("a/b", "a/c"), ("a", "a b"), ("ß/x", "sz/x"), ("a-", "a/b")]


def problem_of_wheel(tmp_path, *names):
    path = tmp_path / "wheel"
    path.write_bytes(wheel(extra=dict.fromkeys(names, b"")))
    try:
        opened(path, PackageType.BDIST_WHEEL, DISTRIBUTION)
    except Refused as refused:
        return refused.facts.get("problem", refused.reason.code)
    return None


def problem_of_sdist(tmp_path, *names):
    path = tmp_path / "sdist"
    path.write_bytes(sdist(extra=dict.fromkeys(names, b"")))
    try:
        opened_sdist(path)
    except Refused as refused:
        return refused.facts.get("problem", refused.reason.code)
    return None


@pytest.mark.parametrize("problem_of", [problem_of_wheel, problem_of_sdist])
class TestNames:
    @pytest.mark.parametrize(("one", "other"), PAIRS)
    def test_names_that_are_one_somewhere(self, tmp_path, problem_of, one, other):
        assert problem_of(tmp_path, one) is None
        assert problem_of(tmp_path, one, other)
        assert problem_of(tmp_path, other, one)

    @pytest.mark.parametrize(("one", "other"), APART)
    def test_names_that_are_two_everywhere(self, tmp_path, problem_of, one, other):
        assert problem_of(tmp_path, one, other) is None

    @pytest.mark.parametrize("name", ["...", "a/. ./b", " ", "\u200b", "a/\u200e/b"])
    def test_names_that_are_none_somewhere(self, tmp_path, problem_of, name):
        assert problem_of(tmp_path, name).endswith(", which some systems do not see")

    def test_there_is_an_end_to_depth(self, tmp_path, problem_of):
        assert problem_of(tmp_path, "a/" * 50 + "a") is None
        said = "has more than 64 parts in its path"
        assert problem_of(tmp_path, "a/" * 64 + "a") == said


def test_pkg_info_is_there_once(tmp_path):
    assert problem_of_sdist(tmp_path, "pkg-info").startswith("has the name of")
    assert problem_of_sdist(tmp_path, "Pkg-Info ").startswith("has the name of")


def test_directories_and_files_are_apart(tmp_path):
    for name, kind in (("example-1.0/a/", b"5"), ("example-1.0/A", b"0")):
        path = tmp_path / "sdist"
        path.write_bytes(tars.packed(Member("example-1.0/a"), Member(name, kind=kind)))
        with pytest.raises(Refused) as caught:
            opened_sdist(path)
        assert caught.value.reason is Reason.MEMBER_UNSAFE


def test_nothing_is_between_a_directory_and_what_is_in_it():
    """Not even names with characters that sort before the slash."""
    names = ["a", "a ", "a!", "a-b", "a.b", "a/b"]
    assert clash(names[2:], []) is None
    assert clash(["a", *names[2:]], []) == ("a/b", "lies below another file, 'a'")
    assert key("A./É /x") == "a/é/x"


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ([f"{INFO}/metadata"], "has the name of"),
        ([f"{INFO}/Wheel"], "has the name of"),
        ([f"{INFO}./METADATA"], "has 'example-1.0.dist-info.' in its path, which has"),
        (["Example-1.0.dist-info/x"], "shares a directory with"),
        (["other-1.0.dist-info/x"], "dist-info-not-one"),
        (["other-1.0.DIST-INFO/x"], "dist-info-not-one"),
        (["other-1.0.dist-in\u200dfo/x"], "dist-info-not-one"),
        (["example/x "], "has 'x ' in its path, which has another name on Windows"),
        ([f"{DATA}/purelib/example/__init__.py"], "is installed over"),
        ([f"{DATA}/purelib/a", f"{DATA}/platlib/A"], "is installed over"),
        ([f"{DATA}/platlib/{INFO}/more"], "is installed into a .dist-info directory"),
        ([f"{DATA}/purelib/x-9.Dist-Info/METADATA"], "is installed into a .dist-info"),
        ([f"{DATA}/a"], "is in none of data, headers, platlib, purelib, scripts"),
        ([f"{DATA}/scripts"], "is in none of data, headers, platlib, purelib, scripts"),
        ([f"{DATA}/Scripts/x"], "is in none of data, headers, platlib, purelib, scripts"),
        (["other-1.0.data/scripts/x"], f"is not this wheel's directory of data, '{DATA}'"),
    ],
)
def test_wheels_mean_one_thing(tmp_path, names, problem):
    assert problem_of_wheel(tmp_path, *names).startswith(problem)


def test_places_of_a_wheel(tmp_path):
    schemes = ("purelib", "platlib", "headers", "scripts", "data")
    names = [f"{DATA}/{scheme}/{scheme}" for scheme in schemes]
    assert problem_of_wheel(tmp_path, *names, f"{INFO}/sub/x", "example/x.data/y") is None
