"""Walkers that believe what archives seem to say, to see that the oracle finds it out."""

import struct
import zipfile
import zlib
from pathlib import Path

from tests.builders.tars import BLOCK, FIELDS
from tests.oracle.believing import SDIST, WHEEL
from tests.oracle.trees import Tree, file, link, with_parents

_LOCAL = struct.Struct("<4sHHHHHIIIHH")


def careless_sdist(path: Path) -> Tree:
    """The first member of gzip, whose headers are taken one by one, without extensions."""
    data = zlib.decompressobj(31).decompress(path.read_bytes())
    tree: Tree = {}
    place = 0
    while place < len(data) and any(block := data[place : place + BLOCK]):
        said = {key: block[a:b].partition(b"\0")[0] for key, (a, b) in FIELDS.items()}
        size, start = int(said["size"], 8), place + BLOCK
        name, target = said["name"].decode(), said["target"].decode()
        if said["prefix"] and said["magic"] == b"ustar":
            name = f"{said['prefix'].decode()}/{name}"
        if said["kind"] not in {b"x", b"g", b"L", b"K"}:
            content = data[start : start + size]
            tree[name.rstrip("/")] = _entry(tree, name, said["kind"], target, content)
        place = start + size + -size % BLOCK
    return with_parents(tree)


def _entry(tree, name, kind, target, content):
    if kind == b"2":
        return link(name, target)
    if kind == b"1":
        return tree.get(target, ("nothing",))
    if kind == b"5" or (not kind and name.endswith("/")):
        return ("directory",)
    return file(content)


def careless_wheel(path: Path) -> Tree:
    """Members from front to back, of which only name and content count."""
    data = path.read_bytes()
    tree: Tree = {}
    place = 0
    while data[place : place + 4] == b"PK\3\4":
        fields = _LOCAL.unpack_from(data, place)
        method, packed, _, length, more = fields[3], *fields[7:]
        start = place + _LOCAL.size + length + more
        name = data[place + _LOCAL.size :][:length].decode()
        if packed == 0xFFFFFFFF:
            packed = struct.unpack_from("<Q", data, start - more + 4)[0]
        content = data[start : start + packed]
        if method == zipfile.ZIP_DEFLATED:
            content = zlib.decompress(content, -15)
        tree[name] = file(content)
        place = start + packed
    return with_parents(tree)


CARELESS = {SDIST: careless_sdist, WHEEL: careless_wheel}
