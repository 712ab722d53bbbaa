"""Receiving an upload, in pieces as they come or as a stream, and never all of it at once.

Whoever has a piece of the body feeds it. What a piece makes us refuse is told at the end,
to the view that answers. An upload that is refused half-way is read on for a while: a
client that is still sending would otherwise see a broken connection instead of the answer.
"""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import parse_qsl

from multipart import (
    MultipartError,
    ParserLimitReached,
    PushMultipartParser,
    parse_options_header,
)

from warehouse.forklift.actions import refuse_old_form
from warehouse.forklift.body import drained, source_of
from warehouse.forklift.refusals import Reason, Refused
from warehouse.forklift.spool import BOUNDS, MAX_PARTS, FileBounds, Form, ReceivedBody
from warehouse.packaging import limits

MAX_URLENCODED = limits.FORM_WITHOUT_FILE.most
_LONGEST_BOUNDARY = 200
_ENOUGH = 16 * 1024
"""Bytes in which an old form says what it wants."""

Scratch = Callable[[], Path]
"""Says in which directory a file may be kept for a while."""


class UploadReception:
    """A body on its way in; without `scratch` the bytes of its file are not kept."""

    def __init__(
        self, content_type: str, scratch: Scratch | None, bounds: FileBounds = BOUNDS
    ) -> None:
        self._content_type, self._scratch = content_type, scratch
        self._bounds = bounds
        self._reader: _Reader | None = None
        self._refusal: Refused | None = None
        self._received = 0

    def feed(self, data: bytes) -> bool:
        """Take some bytes; return False if no more are wanted."""
        if self._refusal is not None:
            return False
        self._received += len(data)
        try:
            if self._received > self._bounds.body:
                raise Refused(Reason.BAD_BODY, problem="it goes on after the form")
            return self._begun().feed(data)
        except Refused as refusal:
            self._refusal = refusal
            return False

    def finish(self) -> ReceivedBody:
        """Return the complete body; raises `Refused`."""
        if self._refusal is not None:
            raise self._refusal
        return self._begun().finish()

    def close(self) -> None:
        """Delete the files of the body."""
        if self._reader is not None:
            self._reader.close()

    def _begun(self) -> "_Reader":
        if self._reader is None:
            self._reader = _reader_of(self._content_type, self._scratch, self._bounds)
        return self._reader


@contextmanager
def received(
    environ: Mapping[str, Any], reception: UploadReception
) -> Iterator[ReceivedBody]:
    """Feed the rest of the body to `reception`; keep its file until the block ends."""
    source = source_of(environ)
    try:
        with drained(source):
            wants_more = True
            while wants_more and (data := source.read()):
                wants_more = reception.feed(data)
            yield reception.finish()
    finally:
        reception.close()


class _Reader(Protocol):
    """Makes a body of the bytes of one content type."""

    def feed(self, data: bytes) -> bool: ...

    def finish(self) -> ReceivedBody: ...

    def close(self) -> None: ...


def _reader_of(content_type: str, scratch: Scratch | None, bounds: FileBounds) -> _Reader:
    kind, options = parse_options_header(content_type)
    if kind == "application/x-www-form-urlencoded":
        return _Urlencoded()
    if kind == "multipart/form-data":
        return _Multipart(options.get("boundary", ""), scratch, bounds)
    return _Nothing()


class _Nothing:
    """A body that is no form."""

    def feed(self, data: bytes) -> bool:
        return False

    def finish(self) -> ReceivedBody:
        return ReceivedBody(is_form=False)

    def close(self) -> None:
        pass


class _Urlencoded:
    """A form without a file."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> bool:
        self._data += data
        if len(self._data) > MAX_URLENCODED:
            raise Refused(
                Reason.FORM_TOO_LARGE, problem="1 MiB is the limit without a file"
            )
        return True

    def finish(self) -> ReceivedBody:
        fields: dict[str, tuple[str, ...]] = {}
        try:
            pairs = parse_qsl(
                self._data.decode("ascii"),
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
        return ReceivedBody(fields=fields)

    def close(self) -> None:
        pass


class _Multipart:
    """A form that may have a file, which is written down as it comes."""

    def __init__(self, boundary: str, scratch: Scratch | None, bounds: FileBounds) -> None:
        if not boundary or len(boundary) > _LONGEST_BOUNDARY:
            problem = "the multipart boundary is missing or too long"
            raise Refused(Reason.BAD_BODY, problem=problem)
        try:
            self._parser = PushMultipartParser(
                boundary, max_segment_count=MAX_PARTS + 1, strict=False
            )
        except UnicodeEncodeError as error:
            raise Refused(Reason.BAD_BODY, problem="the boundary is not ASCII") from error
        except MultipartError as error:
            raise Refused(Reason.BAD_BODY, problem=_sentence(error)) from error
        self._target, self._path = _kept_in(scratch)
        self._form = Form(self._target, self._path, bounds)
        self._beginning = b""

    def feed(self, data: bytes) -> bool:
        if len(self._beginning) < _ENOUGH:
            self._beginning += data[:_ENOUGH]
        try:
            for event in self._parser.parse(data):
                self._form.feed(event)
        except ParserLimitReached as error:
            raise Refused(Reason.FORM_TOO_LARGE, problem=_sentence(error)) from error
        except MultipartError as error:
            refuse_old_form(self._beginning)
            if not data and self._form.has_begun:
                raise Refused(Reason.BODY_INCOMPLETE) from error
            raise Refused(Reason.BAD_BODY, problem=_sentence(error)) from error
        return True

    def finish(self) -> ReceivedBody:
        self.feed(b"")
        body = self._form.body()
        if self._target is not None:
            try:
                self._target.close()
            except OSError as error:
                raise Refused(Reason.DISK_FULL) from error
        return body

    def close(self) -> None:
        if self._target is not None:
            self._path.unlink(missing_ok=True)
            self._target.close()


def _kept_in(scratch: Scratch | None) -> tuple[BinaryIO | None, Path]:
    if scratch is None:
        return None, Path()
    try:
        target = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed and removed later
            dir=scratch(), prefix="upload-", delete=False
        )
    except OSError as error:
        raise Refused(Reason.DISK_FULL) from error
    return target, Path(target.name)  # type: ignore[return-value]


def _sentence(error: Exception) -> str:
    text = str(error.args[0]) if error.args else "it is not multipart/form-data"
    return text.rstrip(".")
