"""Members as folders, and names that no address can have."""

import pytest

from warehouse.contents.tree import MOST_SHOWN, can_be_named, tree_of


def test_folders_have_the_sizes_of_all_that_is_in_them():
    root = tree_of({"a/b/c": 1, "a/d": 2, "e": 4})
    assert (root.count, root.size) == (3, 7)
    assert (root.folders["a"].count, root.folders["a"].size) == (2, 3)
    assert root.folders["a"].folders["b"].members["c"].path == "a/b/c"


def test_a_name_may_be_a_folder_and_a_member():
    root = tree_of({"a": 1, "a/b": 2})
    assert set(root.members) == set(root.folders) == {"a"}


def test_outer_folders_are_unfolded_first():
    many = {f"{a}/{b}": 0 for a in "abc" for b in range(150)}
    root = tree_of({**many, "deep/x/y": 0})
    assert [each.is_open for each in root.folders.values()] == [True, True, False, True]
    assert sum(each.rows for each in root.folders.values() if each.is_open) < MOST_SHOWN


def test_a_tree_of_thousands_of_folders_in_each_other_is_cut():
    root, depth = tree_of({"a/" * 10_000 + "b": 1}), 0
    while root.folders:
        [root] = root.folders.values()
        depth += 1
    assert depth == 40


def test_no_folder_is_no_tree():
    assert tree_of({"a/b": 1}, "b") is None
    assert tree_of({}) is None


@pytest.mark.parametrize("path", ["", "/a", "a//b", "a/./b", "../a", "a/..", "x" * 1001])
def test_some_paths_have_no_page(path):
    assert not can_be_named(path)
