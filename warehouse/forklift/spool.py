"""Receiving an upload: the form in memory, its file on disk, neither without a bound.

The body is read once, as it arrives. The file goes to a temporary file while its digests
are computed, so memory stays flat whatever is sent. An upload that is refused half-way is
read on for a while: a client that is still sending would otherwise see a broken
connection instead of the answer.
"""

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import parse_qsl

from multipart import (
    MultipartError,
    MultipartSegment,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from warehouse.forklift.body import MAX_DRAIN, Source, drained, source_of
from warehouse.forklift.refusals import Reason, Refused, abbreviated
from warehouse.packaging import limits

MIB = 1024 * 1024
MAX_FILE = 1024 * MIB
MAX_FIELD = limits.FORM_PART.most
MAX_TEXT = limits.FORM_TEXT.most
MAX_BODY = MAX_FILE + MAX_DRAIN + 2 * MAX_TEXT
MAX_PARTS = limits.FORM_PARTS.most
MAX_URLENCODED = limits.FORM_WITHOUT_FILE.most
_EXTENDED = re.compile(r";\s*filename\*\d*\*?\s*=", re.IGNORECASE)
FILE_FIELDS = frozenset({"content", "gpg_signature"})


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
class Body:
    """A form that has been read; `file_fields` are fields that came as files."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file_fields: tuple[str, ...] = ()
    file: SpooledFile | None = None
    is_form: bool = True

    def first(self, name: str) -> str | None:
        """The first value of a field, if there is one."""
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
        """The digests, by the names of `SpooledFile`."""
        return {
            "md5": self._md5.hexdigest(),
            "sha256": self._sha256.hexdigest(),
            "blake2_256": self._blake2.hexdigest(),
        }


class _Sink(Protocol):
    def write(self, data: bytes) -> None: ...


class _Nothing:
    """Where parts go that nobody wants."""

    def write(self, data: bytes) -> None:
        pass


class _Text:
    """One text field; it counts against the whole form."""

    def __init__(self, name: str, form: "_Form") -> None:
        self.name, self.form = name, form
        self.pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)
        self.form.text_size += len(data)
        if self.size > MAX_FIELD:
            problem = f"a field may have {MAX_FIELD // MIB} MiB"
            raise Refused(Reason.FORM_TOO_LARGE, problem=problem)
        if self.form.text_size > MAX_TEXT:
            problem = f"all text together may have {MAX_TEXT // MIB} MiB"
            raise Refused(Reason.FORM_TOO_LARGE, problem=problem)
        self.pieces.append(data)

    def text(self) -> str:
        try:
            return b"".join(self.pieces).decode("utf-8")
        except UnicodeDecodeError:
            name = abbreviated(self.name)
            raise Refused(Reason.FIELD_NOT_TEXT, field=name) from None


class _File:
    """The distribution itself, on its way to `target`; None means it is not kept."""

    def __init__(
        self, segment: MultipartSegment, target: BinaryIO | None, path: Path
    ) -> None:
        self.filename = segment.filename or ""
        # RFC 7578, section 4.4; uv sends none.
        self.content_type = segment.header("Content-Type", "text/plain")
        self.target, self.path = target, path
        self.digests = Digests()
        self.excess = 0

    def write(self, data: bytes) -> None:
        if self.digests.size + len(data) > MAX_FILE or self.excess:
            self.excess += len(data)
            if self.excess > MAX_DRAIN:
                raise Refused(Reason.FILE_TOO_LARGE, project="any", limit=MAX_FILE // MIB)
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


class _Form:
    """Sorts parts into text fields, the file, and what is not wanted."""

    def __init__(self, target: BinaryIO | None, path: Path) -> None:
        self.target, self.path = target, path
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
            self.file = _File(segment, self.target, self.path)
            return self.file
        if name not in FILE_FIELDS:
            self.file_fields.append(name)
        return _Nothing()

    def body(self) -> Body:
        """What was received."""
        return Body(
            fields={name: tuple(values) for name, values in self.fields.items()},
            file_fields=tuple(self.file_fields),
            file=self.file.finished() if self.file else None,
        )


def _forbid_extended(segment: MultipartSegment) -> None:
    """A part with nothing but `filename*` would be taken for text."""
    if _EXTENDED.search(segment.header("Content-Disposition", "")):
        problem = (
            f"the part {abbreviated(segment.name)!r} has filename*, which forms do not "
            "have (RFC 7578, section 4.2): send filename instead"
        )
        raise Refused(Reason.BAD_BODY, problem=problem)


@contextmanager
def received(
    environ: Mapping[str, Any], scratch: Callable[[], Path] | None
) -> Iterator[Body]:
    """Read the whole body; its file exists until the block ends, at the latest.

    `scratch` says in which directory; without one the bytes of the file are not kept.
    """
    source = source_of(environ)
    with drained(source):
        kind, options = parse_options_header(environ.get("CONTENT_TYPE") or "")
        if kind == "application/x-www-form-urlencoded":
            yield _read_urlencoded(source)
        elif kind == "multipart/form-data":
            with _spool(scratch) as (target, path):
                body = _read_multipart(source, options.get("boundary", ""), target, path)
                if target is not None:
                    target.close()
                yield body
        else:
            yield Body(is_form=False)


@contextmanager
def _spool(scratch: Callable[[], Path] | None) -> Iterator[tuple[BinaryIO | None, Path]]:
    if scratch is None:
        yield None, Path()
        return
    try:
        target = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed and removed below
            dir=scratch(), prefix="upload-", delete=False
        )
    except OSError as error:
        raise Refused(Reason.DISK_FULL) from error
    path = Path(target.name)
    try:
        yield target, path  # type: ignore[misc]
    finally:
        path.unlink(missing_ok=True)
        target.close()


def _read_multipart(
    source: Source, boundary: str, target: BinaryIO | None, path: Path
) -> Body:
    form, data = _Form(target, path), b""
    if not boundary or len(boundary) > 200:
        raise Refused(
            Reason.BAD_BODY, problem="the multipart boundary is missing or too long"
        )
    try:
        parser = PushMultipartParser(
            boundary, max_segment_count=MAX_PARTS + 1, strict=False
        )
        while not parser.closed:
            data = source.read()
            if source.received > MAX_BODY:
                raise Refused(Reason.BAD_BODY, problem="it goes on after the form")
            for event in parser.parse(data):
                form.feed(event)
    except ParserLimitReached as error:
        raise Refused(Reason.FORM_TOO_LARGE, problem=_sentence(error)) from error
    except MultipartError as error:
        if not data and form.has_begun:
            raise Refused(Reason.BODY_INCOMPLETE) from error
        raise Refused(Reason.BAD_BODY, problem=_sentence(error)) from error
    except UnicodeEncodeError as error:
        raise Refused(Reason.BAD_BODY, problem="the boundary is not ASCII") from error
    return form.body()


def _read_urlencoded(source: Source) -> Body:
    data = bytearray()
    while chunk := source.read():
        data += chunk
        if len(data) > MAX_URLENCODED:
            raise Refused(
                Reason.FORM_TOO_LARGE, problem="1 MiB is the limit without a file"
            )
    fields: dict[str, tuple[str, ...]] = {}
    try:
        pairs = parse_qsl(
            data.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARTS,
        )
    except UnicodeError as error:
        raise Refused(Reason.BAD_BODY, problem="it is not UTF-8") from error
    except ValueError as error:
        problem = f"it has more than {MAX_PARTS} fields"
        raise Refused(Reason.FORM_TOO_LARGE, problem=problem) from error
    for name, value in pairs:
        fields[name] = (*fields.get(name, ()), value)
    return Body(fields=fields)


def _sentence(error: Exception) -> str:
    text = str(error.args[0]) if error.args else "it is not multipart/form-data"
    return text.rstrip(".")
