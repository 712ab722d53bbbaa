"""Spooling an upload: the form in memory, its file on disk, both within bounds.

The file goes to a temporary file while its digests are computed, so memory stays flat
whatever is sent (`reception.py` feeds it here).
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from multipart import MultipartSegment

from warehouse.forklift.body import MAX_DRAIN
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.packaging import limits

MIB = 1024 * 1024
MAX_FIELD = limits.FORM_PART.most
MAX_TEXT = limits.FORM_TEXT.most
MAX_PARTS = limits.FORM_PARTS.most
_EXTENDED = re.compile(r";\s*filename\*\d*\*?\s*=", re.IGNORECASE)
FILE_FIELDS = frozenset({"content", "gpg_signature"})


@dataclass(frozen=True, kw_only=True)
class FileBounds:
    """The bytes of a file that are `kept`, and those beyond that are `counted`.

    A file of still more bytes is refused before its end.
    """

    kept: int = 1024 * MIB
    counted: int = MAX_DRAIN

    @property
    def body(self) -> int:
        """Return the most bytes that a whole body may have."""
        return self.kept + self.counted + 2 * MAX_TEXT


BOUNDS = FileBounds()
"""What is allowed where nothing else is said."""


@dataclass(frozen=True, kw_only=True)
class SpooledFile:
    """A file as it arrived: what the client called it, and what we measured."""

    filename: str
    content_type: str
    path: Path
    size: int
    md5: str
    sha256: str
    blake2_256: str
    is_cut_off: bool = False


@dataclass(frozen=True, kw_only=True)
class ReceivedBody:
    """A form that has been read; `file_fields` are fields that came as files."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file_fields: tuple[str, ...] = ()
    file: SpooledFile | None = None
    is_form: bool = True

    def first(self, name: str) -> str | None:
        """Return the first value of a field, if there is one."""
        values = self.fields.get(name, ())
        return values[0] if values else None


class Digests:
    """The three digests and the size of what is fed to it."""

    def __init__(self) -> None:
        self.size = 0
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._blake2 = hashlib.blake2b(digest_size=32)

    def update(self, data: bytes) -> None:
        """Count and digest `data`."""
        self.size += len(data)
        for each in (self._md5, self._sha256, self._blake2):
            each.update(data)

    def hex(self) -> dict[str, str]:
        """Return the digests, by the names of `SpooledFile`."""
        return {
            "md5": self._md5.hexdigest(),
            "sha256": self._sha256.hexdigest(),
            "blake2_256": self._blake2.hexdigest(),
        }


class _Sink(Protocol):
    def write(self, data: bytes) -> None: ...


class _Nothing:
    """A sink for parts that are not kept."""

    def write(self, data: bytes) -> None:
        pass


class _Text:
    """One text field; it counts against the whole form."""

    def __init__(self, name: str, form: "Form") -> None:
        self.name, self.form = name, form
        self.data = bytearray()

    def write(self, data: bytes) -> None:
        self.form.text_size += len(data)
        if len(self.data) + len(data) > MAX_FIELD:
            problem = f"a field may have {MAX_FIELD // MIB} MiB"
            raise Refused(Reason.FORM_TOO_LARGE, problem=problem)
        if self.form.text_size > MAX_TEXT:
            problem = f"all text together may have {MAX_TEXT // MIB} MiB"
            raise Refused(Reason.FORM_TOO_LARGE, problem=problem)
        self.data += data

    def text(self) -> str:
        try:
            return self.data.decode("utf-8")
        except UnicodeDecodeError:
            name = abbreviated(self.name)
            raise Refused(Reason.FIELD_NOT_TEXT, field=name) from None


class _File:
    """The distribution itself, on its way to `target`; None means it is not kept."""

    def __init__(
        self,
        segment: MultipartSegment,
        target: BinaryIO | None,
        path: Path,
        bounds: FileBounds,
    ) -> None:
        self.filename = segment.filename or ""
        # RFC 7578, section 4.4; uv sends none.
        self.content_type = segment.header("Content-Type", "text/plain")
        self.target, self.path, self.bounds = target, path, bounds
        self.digests = Digests()
        self.excess = 0

    def write(self, data: bytes) -> None:
        if self.digests.size + len(data) > self.bounds.kept or self.excess:
            self.excess += len(data)
            if self.excess > self.bounds.counted:
                limit = self.bounds.kept // MIB
                raise Refused(Reason.FILE_TOO_LARGE, project="any", limit=limit)
            return
        self.digests.update(data)
        if self.target is not None:
            try:
                self.target.write(data)
            except OSError as error:
                raise Refused(Reason.DISK_FULL) from error

    def finished(self) -> SpooledFile:
        return SpooledFile(
            filename=self.filename,
            content_type=self.content_type,
            path=self.path,
            size=self.digests.size + self.excess,
            is_cut_off=bool(self.excess),
            **self.digests.hex(),
        )


class Form:
    """Sorts parts into text fields, the file, and what is not wanted."""

    def __init__(
        self, target: BinaryIO | None, path: Path, bounds: FileBounds = BOUNDS
    ) -> None:
        self.target, self.path, self.bounds = target, path, bounds
        self.text_size = 0
        self.fields: dict[str, list[str]] = {}
        self.file_fields: list[str] = []
        self.file: _File | None = None
        self.has_begun = False
        self.parts = 0
        self._current: _Sink = _Nothing()

    def feed(self, event: Any) -> None:
        """Take one event of the parser: a part begins, goes on, or ends."""
        if event is None:
            if isinstance(self._current, _Text):
                values = self.fields.setdefault(self._current.name, [])
                values.append(self._current.text())
        elif isinstance(event, MultipartSegment):
            self.has_begun = True
            self.parts += 1
            if self.parts > MAX_PARTS:
                problem = f"it has more than {MAX_PARTS} parts"
                raise Refused(Reason.FORM_TOO_LARGE, problem=problem)
            self._current = self._sink(event)
        else:
            self._current.write(event)

    def _sink(self, segment: MultipartSegment) -> _Sink:
        name = segment.name
        if segment.filename is None:
            _forbid_extended(segment)
            return _Text(name, self)
        if name == "content":
            if self.file is not None:
                raise Refused(Reason.FILE_TWICE)
            self.file = _File(segment, self.target, self.path, self.bounds)
            return self.file
        if name not in FILE_FIELDS:
            self.file_fields.append(name)
        return _Nothing()

    def body(self) -> ReceivedBody:
        """Return what was received."""
        return ReceivedBody(
            fields={name: tuple(values) for name, values in self.fields.items()},
            file_fields=tuple(self.file_fields),
            file=self.file.finished() if self.file else None,
        )


def _forbid_extended(segment: MultipartSegment) -> None:
    """Refuse a part that has only `filename*`, which would be taken for text."""
    if _EXTENDED.search(segment.header("Content-Disposition", "")):
        problem = (
            f"the part {abbreviated(segment.name)!r} has filename*, which forms do not "
            "have (RFC 7578, section 4.2): send filename instead"
        )
        raise Refused(Reason.BAD_BODY, problem=problem)
