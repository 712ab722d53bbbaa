"""RECORD: a wheel's own list of what is in it (PEP 376, PEP 427)."""

import base64
import binascii
import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from warehouse.forklift.archives.unzipping import read, unpacked
from warehouse.forklift.archives.zips import ZipArchive, ZipMember
from warehouse.forklift.refusals import abbreviated
from warehouse.packaging import limits

SHOWN = 3
_STRONG = frozenset({"sha256", "sha384", "sha512"})
_SIGNATURES = ("RECORD.jws", "RECORD.p7s")
_LARGEST = limits.RECORD_FILE.most
_HEXADECIMAL = re.compile(r"[0-9A-Fa-f]+\Z")


class RecordUnreadable(Exception):
    """RECORD is not a CSV file of UTF-8 text, or says two things about one member."""


@dataclass(frozen=True, slots=True)
class _Line:
    algorithm: str
    text: str
    size: str

    @property
    def digest(self) -> bytes:
        """Return the digest that the text encodes: URL-safe base64, unpadded (PEP 376)."""
        padded = self.text + "=" * (-len(self.text) % 4)
        try:
            return base64.b64decode(padded, altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return b""

    @property
    def is_hexadecimal(self) -> bool:
        """Return whether the text has as many digits as the digest has in hexadecimal."""
        length = hashlib.new(self.algorithm).digest_size * 2
        return len(self.text) == length and _HEXADECIMAL.match(self.text) is not None

    def problem(self, found: bytes) -> str | None:
        """Return what is wrong with it for a member with the digest `found`.

        uv_build wrote hexadecimal until its version 0.8.12, and installers do not mind.
        """
        if self.is_hexadecimal:
            if bytes.fromhex(self.text) == found:
                return None
            return (
                "does not have the digest that is listed, which is in hexadecimal where "
                "URL-safe base64 without padding is expected (uv_build writes that since "
                "0.8.13: upgrade it)"
            )
        return None if self.digest == found else "does not have the digest that is listed"


def record_differences(archive: ZipArchive, dist_info: str) -> list[str]:
    """Return the first differences between RECORD and the archive, as sentences.

    Everything is unpacked once on the way, so broken members are found too.
    """
    own = {f"{dist_info}/{name}" for name in ("RECORD", *_SIGNATURES)}
    data = read(archive, f"{dist_info}/RECORD", _LARGEST) or b""
    lines = _parsed(data)
    return list(islice(_differences(archive, lines, own), SHOWN))


def _differences(
    archive: ZipArchive, lines: dict[str, _Line], own: set[str]
) -> Iterator[str]:
    for name in lines:
        if name not in archive.members and name not in own:
            yield f"{abbreviated(name)!r} is listed, but not there"
    with archive.path.open("rb") as file:
        for name, member in archive.members.items():
            if member.is_directory:
                continue
            line = lines.get(name)
            problem = _member_problem(file, member, line, is_own=name in own)
            if problem is not None:
                yield f"{abbreviated(name)!r} {problem}"


def _member_problem(
    file: BinaryIO, member: ZipMember, line: _Line | None, *, is_own: bool
) -> str | None:
    algorithm = line.algorithm if line is not None else ""
    digest = hashlib.new(algorithm) if algorithm in _STRONG else None
    for piece in unpacked(file, member):
        if digest is not None:
            digest.update(piece)
    if is_own:
        return None
    if line is None:
        return "is there, but not listed"
    if digest is None:
        return "is listed without a digest of at least SHA-256"
    problem = line.problem(digest.digest())
    if problem is not None:
        return problem
    if line.size and line.size != str(member.size):
        return "does not have the size that is listed"
    return None


def _parsed(data: bytes) -> dict[str, _Line]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise RecordUnreadable("it is not UTF-8") from None
    found: dict[str, _Line] = {}
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            if not row:
                continue
            if len(row) != 3:
                raise RecordUnreadable("a line does not have three fields")
            if len(found) >= limits.RECORD_ROWS.most:
                raise RecordUnreadable(f"it has more than {limits.RECORD_ROWS.most} rows")
            name = row[0].replace("\\", "/")
            line = _line(row[1], row[2])
            if found.setdefault(name, line) != line:
                raise RecordUnreadable(
                    f"{abbreviated(name)!r} is listed twice, and not in the same way"
                )
    except csv.Error as error:
        raise RecordUnreadable(str(error)) from None
    return found


def _line(hashed: str, size: str) -> _Line:
    algorithm, _, text = hashed.partition("=")
    return _Line(algorithm.lower(), text, size.strip())
