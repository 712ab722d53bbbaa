"""Finding where programs differ about an archive that was accepted."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tests.oracle.believing import SDIST
from tests.oracle.installers import seen
from tests.oracle.readers import Reader, ReadingFailed, Unpacker
from tests.oracle.trees import Tree, composed, files_of, found_in

CANNOT = "cannot unpack it"
Same = Callable[[Tree], Tree]


def differences(path: Path, believed: Tree, readers: Iterable[Reader]) -> Iterator[str]:
    """Return what a reader finds unlike `believed`, or writes outside its directory."""
    for reader in readers:
        same = composed if reader.composes_names else dict
        yield from _listed(reader, path, same(believed), same)
        yield from _unpacked(reader, path, same(believed), same)


def differences_installed(
    path: Path, believed: Tree, installers: Iterable[Unpacker]
) -> Iterator[str]:
    """The same of installers, which see the part of it that they need.

    uv refuses tars that all others read, as those without blocks of zeros at their end.
    """
    same = dict if path.name == SDIST else files_of
    for installer in installers:
        found = _unpacked(installer, path, seen(believed, path), same)
        may_refuse = path.name == SDIST and installer.title == "uv"
        refusal = f"{installer.title} {CANNOT}"
        yield from (each for each in found if not (may_refuse and each.startswith(refusal)))


def _listed(reader: Reader, path: Path, believed: Tree, same: Same) -> Iterator[str]:
    try:
        names = same({name: ("listed",) for name in reader.names(path)}).keys()
    except ReadingFailed as error:
        yield f"{reader.title} cannot list it: {error}"
        return
    members = {name for name, entry in believed.items() if entry != ("directory",)}
    for name in sorted(names - believed.keys()):
        yield f"{reader.title} lists {name!r}, which is not there"
    for name in sorted(members - names):
        yield f"{reader.title} does not list {name!r}"


def _unpacked(reader: Unpacker, path: Path, believed: Tree, same: Same) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as directory:
        inside = Path(directory).resolve() / "a" / "b" / "c"
        inside.mkdir(parents=True)
        failure = None
        try:
            reader.unpack(path, inside)
        except ReadingFailed as error:
            failure = f"{reader.title} {CANNOT}: {error}"
        found = same(found_in(inside))
        for name in _outside(Path(directory), inside):
            yield f"{reader.title} writes {name!r} outside"
        if failure is not None:
            yield failure
            return
        for name in sorted(found.keys() | believed.keys()):
            has, should = found.get(name), believed.get(name)
            if has != should:
                yield f"{reader.title} has {name!r} as {has}, not {should}"


def _outside(directory: Path, inside: Path) -> list[str]:
    expected = {"a", "a/b", "a/b/c"}
    tree = found_in(directory)
    place = inside.relative_to(directory.resolve()).as_posix()
    return [
        name for name in tree if name not in expected and not name.startswith(f"{place}/")
    ]
