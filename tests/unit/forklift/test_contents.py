"""Wheels bring names to import, commands and types along."""

import pytest

from warehouse.forklift.contents import contents_of
from warehouse.packaging.contents import FileContents


def imports(*members: str, **metadata: list[str]) -> tuple[str, ...]:
    return contents_of(members, None, metadata).imports


@pytest.mark.parametrize(
    ("members", "found"),
    [
        (["yaml/__init__.py", "yaml/reader.py", "_yaml/__init__.py"], ("_yaml", "yaml")),
        (["six.py", "six-1.0.dist-info/METADATA"], ("six",)),
        (["_cffi_backend.cpython-311-x86_64-linux-gnu.so"], ("_cffi_backend",)),
        (["fast.abi3.so", "win.cp311-win_amd64.pyd"], ("fast", "win")),
        (
            ["google/cloud/storage/__init__.py", "google/cloud/storage/a/b.py"],
            ("google.cloud.storage",),
        ),
        (["google/api/http_pb2.py"], ("google.api",)),
        (["a-1.0.data/purelib/a/__init__.py", "a-1.0.data/data/b/c.py"], ("a",)),
        (["foo-stubs/__init__.pyi", "2to3/x.py", "a/", "README.md", "x/y.txt"], ()),
    ],
)
def test_names_to_import_are_the_shortest_that_are_its_own(members, found):
    assert imports(*members) == found


def test_metadata_counts_more_than_members():
    said = {"import_names": ["yaml", "_yaml ; private"], "import_namespaces": ["zope"]}
    assert imports("other/__init__.py", **said) == ("yaml", "zope")
    assert imports("other/__init__.py", import_names=[]) == ()


def test_commands_are_scripts_of_any_kind():
    text = (
        b"[console_scripts]\nblack = black:main\n[gui_scripts]\ng = a:b\n[other]\nx = y:z\n"
    )
    members = ["a-1.0.data/scripts/run.sh", "a-1.0.data/data/scripts/no"]
    assert contents_of(members, text, {}).commands == ("black", "g", "run.sh")
    assert contents_of([], b"no [ section", {}).commands == ()
    assert contents_of([], b"\xff", {}).commands == ()


@pytest.mark.parametrize("member", ["a/py.typed", "a/b/py.typed", "a-stubs/b.pyi"])
def test_types_are_noticed(member):
    assert contents_of([member], None, {}).is_typed


def test_very_many_and_very_long_names_are_left_out():
    found = imports(*(f"m{n}.py" for n in range(999)), f"{'x' * 101}.py")
    assert len(found) == 200
    assert FileContents(imports=found).as_json()["imports"] == list(found)
