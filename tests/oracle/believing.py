"""The content that we believe an accepted archive to have."""

from pathlib import Path

from packaging.version import Version

from tests.oracle.trees import Tree, file, link, with_parents
from warehouse.forklift.archives import opened_sdist, walk
from warehouse.forklift.archives.unzipping import unpacked
from warehouse.forklift.opening import opened
from warehouse.forklift.values import Distribution
from warehouse.packaging.models import PackageType

SDIST, WHEEL = "example-1.0.tar.gz", "example-1.0-py3-none-any.whl"
_TYPES = {SDIST: PackageType.SDIST, WHEEL: PackageType.BDIST_WHEEL}


def accept(path: Path) -> None:
    """Examine the upload at `path` as the index does; it may be `Refused`."""
    distribution = Distribution(
        filename=path.name, project="example", version=Version("1.0")
    )
    opened(path, _TYPES[path.name], distribution)


def believed_sdist(path: Path) -> Tree:
    """The members of an sdist as our walker knows them."""
    contents = opened_sdist(path)
    tree: Tree = {name: ("directory",) for name in contents.directories}
    for name, member in contents.files.items():
        if member.target is not None and not member.is_hard:
            tree[name] = link(name, member.target)
        else:
            tree[name] = ("file", member.size, member.digest.hex())
    return with_parents(tree)


def believed_wheel(path: Path) -> Tree:
    """The members of a wheel as our walker knows them."""
    tree: Tree = {}
    with path.open("rb") as archive:
        for name, member in walk(path).members.items():
            content = b"".join(unpacked(archive, member))
            is_directory = member.is_directory
            tree[name.rstrip("/")] = ("directory",) if is_directory else file(content)
    return with_parents(tree)


BELIEVED = {SDIST: believed_sdist, WHEEL: believed_wheel}
