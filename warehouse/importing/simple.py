"""Indexes that answer, by their simple pages: JSON where they have it, and else HTML.

Every request goes through the one client for addresses that others chose. The operator
named the host of the index, so it may be in a private network and have a port of its own;
wherever its pages lead besides has to be public.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any, NoReturn
from urllib.parse import urljoin, urlsplit

import orjson

from warehouse.importing.errors import FileUnreadable, SourceUnreadable
from warehouse.importing.values import Found, Sink
from warehouse.outbound import (
    OpenAnswer,
    OutboundClient,
    TargetRefused,
    TargetRules,
    Unanswered,
    followed,
)
from warehouse.simple_pages import (
    ACCEPT,
    ListedFile,
    ListedProject,
    PageUnreadable,
    ProjectPage,
    read,
    read_list,
)
from warehouse.simple_pages.bounds import LARGEST_LIST
from warehouse.simple_pages.values import normalized

_REDIRECTS = 5
_PAGE_SECONDS, _FILE_SECONDS = 120.0, 1800.0
_PLAIN = {"Accept-Encoding": "identity", "User-Agent": "warehouse import"}
_PORTS = (443, 80)


class _Failed(Exception):
    """A request came to nothing; the text says why, as the rest of a sentence."""


@dataclass(frozen=True)
class SimpleIndex:
    """An index at the URL of its list of projects, which ends with a slash."""

    url: str
    authorization: str | None = field(default=None, repr=False)
    """What is sent to its own scheme, host and port alone."""

    def files(self, names: Sequence[str] = ()) -> Iterator[Found]:
        """Yield the files of some projects, or of all; raises `SourceUnreadable`.

        A page that cannot be read, or an entry of one, is a file that cannot be read.
        """
        for project in self._named(names) if names else self._all():
            try:
                page = self._page(project)
            except (_Failed, PageUnreadable) as error:
                yield _unreadable(project.url, f"The page is left out: {error}.")
                continue
            for omission in page.omitted:
                where = f"{project.url} {omission.filename}"
                yield _unreadable(where, f"The entry is left out: {omission.why}.")
            for file in page.files:
                yield self._found(file, project)

    def _named(self, names: Sequence[str]) -> list[ListedProject]:
        return [
            ListedProject(name=name, url=urljoin(self.url, f"{normalized(name)}/"))
            for name in names
        ]

    def _all(self) -> Sequence[ListedProject]:
        try:
            return read_list(*self._get(self.url, ACCEPT))
        except (_Failed, PageUnreadable) as error:
            raise SourceUnreadable(f"{self.url}: {error}") from error

    def _page(self, project: ListedProject) -> ProjectPage:
        page = read(*self._get(project.url, ACCEPT))
        if not page.is_about(project.name):
            raise PageUnreadable(f"it is about {page.name}")
        return page

    def _found(self, file: ListedFile, project: ListedProject) -> Found:
        if not file.is_of(project.name):
            sentence = f"It is no file of {project.name}, on whose page it is."
            return _unreadable(f"{project.url} {file.filename}", sentence)
        return Found(
            filename=file.filename,
            where=file.url,
            copy=partial(self._copy, file.url),
            prove=partial(self._prove, file.provenance),
            hashes=file.hashes,
            uploaded=file.upload_time,
            yanked=file.yanked,
            project=project.name,
        )

    def _copy(self, url: str, sink: Sink) -> None:
        try:
            with self._opened(url, _PLAIN, _FILE_SECONDS) as (answer, _place):
                answer.feed(sink.write)
        except _Failed as error:
            raise FileUnreadable(f"It cannot be fetched: {error}.") from error

    def _prove(self, url: str | None) -> Any:
        if url is None:
            return None
        try:
            body, _type, _place = self._get(url, "application/json")
            return orjson.loads(body)
        except (_Failed, orjson.JSONDecodeError) as error:
            raise FileUnreadable(f"Its provenance cannot be had: {error}.") from error

    def _get(self, url: str, accept: str) -> tuple[bytes, str, str]:
        """Return a body, its content type, and where it came from."""
        headers = {**_PLAIN, "Accept": accept}
        with self._opened(url, headers, _PAGE_SECONDS) as (answer, place):
            body = answer.begin(LARGEST_LIST + 1)
            return body, answer.headers.get("Content-Type", ""), place

    @contextmanager
    def _opened(
        self, url: str, headers: Mapping[str, str], seconds: float
    ) -> Iterator[tuple[OpenAnswer, str]]:
        """Yield a good answer and where it came from; raises `_Failed`."""

        def ask(url: str) -> AbstractContextManager[OpenAnswer]:
            is_own = urlsplit(url).netloc == urlsplit(self.url).netloc
            client = OutboundClient(private=is_own, seconds=seconds)
            target = self._rules(is_own=is_own).check(url)
            return client.opened(target, {**headers, **self._secret(url)})

        try:
            with followed(url, ask, most=_REDIRECTS) as (answer, place):
                if answer.status != HTTPStatus.OK:
                    said = f"{answer.status} {answer.reason[:80]}"
                    raise _Failed(f"{place} answers {said}{_hint(answer.status)}")
                yield answer, place
        except TargetRefused as error:
            raise _Failed(str(error.message).rstrip(".")) from error
        except Unanswered as error:
            raise _Failed(str(error)) from error

    def _secret(self, url: str) -> Mapping[str, str]:
        is_home = urlsplit(url)[:2] == urlsplit(self.url)[:2]
        if self.authorization is None or not is_home:
            return {}
        return {"Authorization": self.authorization}

    def _rules(self, *, is_own: bool) -> TargetRules:
        own = urlsplit(self.url)
        ports = (*_PORTS, own.port) if is_own and own.port else _PORTS
        return TargetRules(ports=ports, allows_http=own.scheme == "http", private=is_own)


def index_at(url: str) -> SimpleIndex:
    """Return the index whose list of projects is at a URL; raises `SourceUnreadable`."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
        is_web = is_web and (parts.port or 1) > 0
        has_secret = "@" in parts.netloc
    except ValueError:
        is_web = has_secret = False
    if has_secret:
        raise SourceUnreadable(
            "an address with a user or a password in it is seen by others on this machine: "
            "leave them out, and set IMPORT_CREDENTIALS=username:password"
        )
    if not is_web:
        raise SourceUnreadable(f"{url!r} is no address as https://host/simple/")
    return SimpleIndex(url if url.endswith("/") else f"{url}/")


def _hint(status: int) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return "; IMPORT_CREDENTIALS or a netrc file says by what we sign in"
    return ""


def _unreadable(where: str, sentence: str) -> Found:
    def copy(sink: Sink) -> NoReturn:
        raise FileUnreadable(sentence)

    return Found(filename="", where=where, copy=copy)
