"""The pages that readers ask for, and what each of them says."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from tests.clients.server import SIMPLE_JSON
from tests.fire.ledger import Value

HTML = "text/html"


@dataclass(frozen=True)
class Content:
    """The facts on a page; None is a fact that it does not tell.

    The values of `files` and `releases` are why they were yanked, false if they were not,
    None if the page does not tell. `version` is the one release that `files` are of.
    """

    serial: int | None = None
    files: dict[str, Value | None] | None = None
    releases: dict[str, Value | None] | None = None
    version: str | None = None
    yanked: Value | None = None


@dataclass(frozen=True)
class Page:
    """A kind of page: where it is, and how to read it."""

    kind: str
    path: str
    accept: str
    read: Callable[[str], Content]
    needs: str = "exists"
    """What must be true for it to be there: `exists`, `release`, or `any release`."""
    has_serial: bool = True


def simple_json(text: str) -> Content:
    found = json.loads(text)
    return Content(
        serial=found["meta"]["_last-serial"],
        files={each["filename"]: each["yanked"] for each in found["files"]},
    )


_ANCHOR = re.compile(r"<a ([^>]*)>([^<]+)</a>")
_YANKED = re.compile(r'data-yanked="([^"]*)"')


def simple_html(text: str) -> Content:
    files: dict[str, Value | None] = {}
    for attributes, filename in _ANCHOR.findall(text):
        said = _YANKED.search(attributes)
        files[filename] = unescape(said[1]) if said else False
    return Content(serial=int(text.rpartition("<!--SERIAL ")[2].split("-")[0]), files=files)


def _reason(each: dict) -> Value:
    return each["yanked_reason"] if each["yanked"] else False


def project_json(text: str) -> Content:
    found = json.loads(text)
    files = [each for release in found["releases"].values() for each in release]
    return Content(
        serial=found["last_serial"],
        files={each["filename"]: _reason(each) for each in files},
        releases=dict.fromkeys(found["releases"]),
    )


def release_json(text: str) -> Content:
    found = json.loads(text)
    return Content(
        serial=found["last_serial"],
        files={each["filename"]: _reason(each) for each in found["urls"]},
        version=found["info"]["version"],
        yanked=_reason(found["info"]),
    )


_TITLE = re.compile(r'<h1[^>]*>[^<]*<span class="release__version">([^<]+)</span></h1>')
_BANNER = re.compile(r'"banner banner--yanked">.*?The reason given: ([^<]*)</p>', re.DOTALL)
_FILE = re.compile(r'<a class="file__name"[^>]*>([^<]+)</a>')
_RELEASE = re.compile(r'"history__item[^>]*>\s*<span><a href="/project/[^/"]+/([^/"]+)/"')


def human(text: str) -> Content:
    title = _TITLE.search(text)
    if title is None:
        return Content(files={}, releases={})
    banner = _BANNER.search(text)
    return Content(
        files=dict.fromkeys(_FILE.findall(text)),
        releases=dict.fromkeys(_RELEASE.findall(text)),
        version=title[1],
        yanked=unescape(banner[1]) if banner else False,
    )


PAGES = (
    Page("simple JSON", "/simple/{name}/", SIMPLE_JSON, simple_json),
    Page("simple HTML", "/simple/{name}/", HTML, simple_html),
    Page("project JSON", "/pypi/{name}/json", "*/*", project_json, "any release"),
    Page("release JSON", "/pypi/{name}/{version}/json", "*/*", release_json, "release"),
    Page("project page", "/project/{name}/", HTML, human, has_serial=False),
    Page(
        *("release page", "/project/{name}/{version}/", HTML, human, "release"),
        has_serial=False,
    ),
)


def all_json(text: str) -> dict[str, int | None]:
    """The serial of every project."""
    return {each["name"]: each["_last-serial"] for each in json.loads(text)["projects"]}


def all_html(text: str) -> dict[str, int | None]:
    """Every project; this form tells no serials."""
    return dict.fromkeys(name for _, name in _ANCHOR.findall(text))


LISTS = {SIMPLE_JSON: all_json, HTML: all_html}
