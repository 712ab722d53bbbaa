"""Describing the tags in the names of wheels in words."""

import pytest

from warehouse.pages.compatibility import compatibility_of, matrix_of, words_of


@pytest.mark.parametrize(
    ("tags", "pythons", "platforms"),
    [
        ("py3-none-any", ["Python 3"], ["Any platform"]),
        ("py2.py3-none-any", ["Python 2", "Python 3"], ["Any platform"]),
        ("cp38-abi3-win32", ["CPython 3.8+"], ["Windows x86"]),
        ("cp313-cp313t-win_arm64", ["CPython 3.13t"], ["Windows ARM64"]),
        (
            "cp39-cp39-manylinux_2_17_x86_64.manylinux2014_x86_64",
            ["CPython 3.9"],
            ["Linux x86-64, glibc 2.17+"],
        ),
        ("cp312-cp312-musllinux_1_2_aarch64", ["CPython 3.12"], ["Linux ARM64, musl 1.2+"]),
        ("pp310-pypy310_pp73-linux_riscv64", ["PyPy 3.10"], ["Linux riscv64"]),
        (
            "cp311-cp311-macosx_10_9_x86_64.macosx_11_0_arm64",
            ["CPython 3.11"],
            ["macOS ARM64, 11.0+", "macOS x86-64, 10.9+"],
        ),
        (
            "cp313-cp313-ios_13_0_arm64_iphoneos",
            ["CPython 3.13"],
            ["iOS arm64_iphoneos, 13.0+"],
        ),
        ("rust1-none-plan9", ["rust1"], ["plan9"]),
    ],
)
def test_tags_in_words(tags, pythons, platforms):
    found = compatibility_of(f"example-1.0-{tags}.whl")
    assert list(found.pythons) == pythons
    assert list(found.platforms) == platforms


@pytest.mark.parametrize("name", ["example-1.0.tar.gz", "example.whl", "-.whl", ""])
def test_a_file_that_is_no_wheel_has_no_compatibility(name):
    assert compatibility_of(name) is None


def test_wheels_are_a_table_with_pythons_in_the_order_of_their_numbers():
    names = [
        f"a-1-cp{v}-cp{v}-{p}.whl" for v in ("39", "310") for p in ("win32", "linux_i686")
    ]
    matrix = matrix_of([*names[1:], "a-1.tar.gz", "not a name"])
    assert matrix.pythons == ["CPython 3.9", "CPython 3.10"]
    assert matrix.platforms == ["Linux x86", "Windows x86"]
    assert ("Windows x86", "CPython 3.9") not in matrix.cells
    assert matrix.cells["Windows x86", "CPython 3.10"] == "a-1-cp310-cp310-win32.whl"


@pytest.mark.parametrize(
    ("filename", "words"),
    [
        ("twine-1.0-cp312-cp312-linux_x86_64.whl", ("cp312", "linux_x86_64")),
        (
            "win_any-1.0-2-py2.py3-none-macosx_10_9_x86_64.whl",
            ("macosx_10_9_x86_64", "none", "py2", "py3"),
        ),
        ("win-any-1.0.tar.gz", (".tar.gz",)),
        ("Win.Any-1.0.zip", (".zip",)),
        ("win_any-1.0-py2.7-win32.egg", ("-py2.7-win32.egg",)),
        ("win-any-1.0.win-amd64-py2.7.exe", (".win-amd64-py2.7.exe",)),
    ],
)
def test_words_of_a_file_are_not_those_of_its_project(filename, words):
    project = filename.partition("-")[0] if filename.startswith("twine") else "win-any"
    assert words_of(filename, project, "1.0") == words
