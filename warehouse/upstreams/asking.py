"""Asking upstreams: redirects, sizes and times are bounded, and secrets stay at home."""

import base64
import zlib
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import urljoin

from warehouse import __version__
from warehouse.outbound import (
    OpenAnswer,
    OutboundClient,
    RedirectedTooOften,
    Resolver,
    Target,
    TargetRefused,
    TargetRules,
    Unanswered,
    followed,
    resolve,
)
from warehouse.settings import UpstreamSettings
from warehouse.simple_pages import ACCEPT, PageUnreadable, ProjectPage, read
from warehouse.upstreams.errors import UpstreamUnavailable
from warehouse.upstreams.models import Upstream

_PIECE = 64 * 1024
_LARGEST_PAGE, _LARGEST_LIST = 32 * 1024 * 1024, 128 * 1024 * 1024
_MOST_REDIRECTS = 4
_PAGE_SECONDS, _FILE_SECONDS, _STALL_SECONDS = 20.0, 1800.0, 15.0
_ANY_PORT = range(1, 65_536)
_AGENT = f"warehouse/{__version__}"


@dataclass(frozen=True)
class Source:
    """An upstream, by the values that are needed to ask it."""

    name: str
    url: str

    @classmethod
    def of(cls, upstream: Upstream) -> "Source":
        """Return the values of a row, which outlive its session."""
        return cls(upstream.name, upstream.url)


@dataclass(frozen=True)
class Said:
    """What an upstream said of a name: a page, that it has none, or that none is new."""

    is_there: bool
    page: ProjectPage | None = None
    """None where what is kept is still true."""
    etag: str | None = None


@dataclass(frozen=True)
class SaidNames:
    """What is said of a list of names beside the list."""

    content_type: str
    etag: str | None


class UpstreamClient:
    """Asks upstreams for pages and files."""

    def __init__(self, settings: UpstreamSettings, *, resolver: Resolver = resolve) -> None:
        self._credentials = settings.credentials
        private = settings.private
        ports = _ANY_PORT if private else (443, 80)
        self.rules = TargetRules(ports=ports, allows_http=private, private=private)
        common: dict[str, Any] = {
            "private": private,
            "stall": _STALL_SECONDS,
            "resolver": resolver,
            "keeps": True,
        }
        self._for_pages = OutboundClient(seconds=_PAGE_SECONDS, **common)
        self._for_files = OutboundClient(seconds=_FILE_SECONDS, **common)

    def page(self, source: Source, name: str, etag: str | None) -> Said:
        """Ask for a page, unless it still has `etag`; raises `UpstreamUnavailable`."""
        headers = {"Accept": ACCEPT, "Accept-Encoding": "gzip"}
        if etag is not None:
            headers["If-None-Match"] = etag
        url = urljoin(source.url, f"{name}/")
        with self._opened(self._for_pages, source, url, headers) as (answer, place):
            if answer.status == HTTPStatus.NOT_MODIFIED and etag is not None:
                return Said(True, etag=etag)
            if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
                return Said(False)
            self._expect_ok(source, answer)
            return self._read(source, answer, place)

    def names(self, source: Source, etag: str | None, into: IO[bytes]) -> SaidNames | None:
        """Write the list of all projects into a file, unless it still has `etag`.

        Raises `UpstreamUnavailable`. Returns None where it has.
        """
        headers = {"Accept": ACCEPT, "Accept-Encoding": "gzip"}
        if etag is not None:
            headers["If-None-Match"] = etag
        with self._opened(self._for_files, source, source.url, headers) as (answer, _):
            if answer.status == HTTPStatus.NOT_MODIFIED and etag is not None:
                return None
            self._expect_ok(source, answer)
            try:
                for piece in _unpacked(answer, _LARGEST_LIST):
                    into.write(piece)
            except PageUnreadable as error:
                raise UpstreamUnavailable(source.name, str(error)) from error
            named = answer.headers.get("Content-Type", ""), answer.headers.get("ETag")
        into.flush()
        return SaidNames(*named)

    @contextmanager
    def file(self, source: Source, url: str) -> Iterator[OpenAnswer]:
        """Yield the answer with the bytes of a file; raises `UpstreamUnavailable`."""
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        with self._opened(self._for_files, source, url, headers) as (answer, _):
            self._expect_ok(source, answer)
            yield answer

    def _expect_ok(self, source: Source, answer: OpenAnswer) -> None:
        if answer.status != HTTPStatus.OK:
            raise UpstreamUnavailable(source.name, f"it answered {answer.status}")

    def _read(self, source: Source, answer: OpenAnswer, place: str) -> Said:
        kind = answer.headers.get("Content-Type", "")
        try:
            body = _body(answer)
            return Said(True, read(body, kind, place), answer.headers.get("ETag"))
        except PageUnreadable as error:
            raise UpstreamUnavailable(source.name, str(error)) from error

    @contextmanager
    def _opened(
        self, client: OutboundClient, source: Source, url: str, headers: Mapping[str, str]
    ) -> Iterator[tuple[OpenAnswer, str]]:
        """Yield the first answer that is no redirect, and the URL that it is of."""

        def ask(url: str) -> AbstractContextManager[OpenAnswer]:
            target = self._target(source, url)
            sent = {**headers, "User-Agent": _AGENT, **self._secret(source, target)}
            return client.opened(target, sent)

        try:
            with followed(url, ask, most=_MOST_REDIRECTS) as found:
                yield found
        except RedirectedTooOften as error:
            reason = "it redirects again and again"
            raise UpstreamUnavailable(source.name, reason) from error
        except Unanswered as error:
            raise UpstreamUnavailable(source.name, str(error)) from error

    def _target(self, source: Source, url: str) -> Target:
        """Check an address that the upstream named; from HTTPS nothing leads to HTTP."""
        try:
            target = self.rules.check(url.partition("#")[0])
        except TargetRefused as error:
            raise UpstreamUnavailable(
                source.name, f"it leads to {url[:200]!r}: {error.message.english}"
            ) from error
        if target.scheme == "http" and source.url.startswith("https:"):
            raise UpstreamUnavailable(
                source.name, f"it leads to {url[:200]!r}, without TLS"
            )
        return target

    def _secret(self, source: Source, target: Target) -> Mapping[str, str]:
        """Return what the upstream knows us by, and nothing for any other host."""
        said = self._credentials.get(source.name)
        home = self.rules.check(source.url)
        is_home = (target.scheme, target.authority) == (home.scheme, home.authority)
        if said is None or not is_home:
            return {}
        return {"Authorization": f"Basic {base64.b64encode(said.encode()).decode()}"}


def _body(answer: OpenAnswer) -> bytes:
    """Read a page, unpacked and within bounds; raises `PageUnreadable`."""
    return b"".join(_unpacked(answer, _LARGEST_PAGE))


def _unpacked(answer: OpenAnswer, most: int) -> Iterator[bytes]:
    """Yield a body of `most` bytes at most without its coding; raises `PageUnreadable`."""
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in {"identity", "gzip", ""}:
        raise PageUnreadable(f"its coding is {coding[:20]!r}, which nobody asked for")
    unpack = zlib.decompressobj(wbits=31) if coding == "gzip" else None
    size = 0
    while data := answer.read(_PIECE):
        try:
            piece = unpack.decompress(data, most) if unpack else data
        except zlib.error as error:
            raise PageUnreadable("its gzip stream is broken") from error
        size += len(piece)
        if size > most or (unpack and unpack.unconsumed_tail):
            raise PageUnreadable(f"its page has more than {most >> 20} MiB")
        yield piece
    if unpack and not unpack.eof:
        raise PageUnreadable("its gzip stream is cut")
