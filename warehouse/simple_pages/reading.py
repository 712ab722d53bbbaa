"""Reading simple pages of either kind.

The body is what was received, without its content encoding; the URL is where it came from,
after redirects.
"""

import re
from email.message import Message

from warehouse.simple_pages import documents, written
from warehouse.simple_pages.bounds import LARGEST_LIST, LARGEST_PAGE, MIB
from warehouse.simple_pages.documents import Document
from warehouse.simple_pages.errors import PageUnreadable
from warehouse.simple_pages.markup import HTMLDocument, found_in
from warehouse.simple_pages.values import ListedProject, ProjectPage

JSON = "application/vnd.pypi.simple.v1+json"
_HTML = "application/vnd.pypi.simple.v1+html"

HTML_TYPES = frozenset({_HTML, "text/html"})

ACCEPT = f"{JSON}, {_HTML};q=0.2, text/html;q=0.01"
"""The header by which a page is asked for: JSON rather than HTML."""

_CHARSETS = {"": "utf-8", "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii"}
_VERSION = re.compile(r"([0-9]{1,9})\.[0-9]{1,9}\Z", re.ASCII)


def read(body: bytes, content_type: str, url: str) -> ProjectPage:
    """Return the page of a project; raises `PageUnreadable`."""
    _refuse_size(body, LARGEST_PAGE)
    found = _opened(body, content_type)
    if isinstance(found, HTMLDocument):
        return written.page(found, url)
    return documents.page(found, url)


def read_list(body: bytes, content_type: str, url: str) -> tuple[ListedProject, ...]:
    """Return the projects of an index in their order; raises `PageUnreadable`."""
    _refuse_size(body, LARGEST_LIST)
    found = _opened(body, content_type)
    if isinstance(found, HTMLDocument):
        return tuple(written.projects(found, url))
    return tuple(documents.projects(found, url))


def _opened(body: bytes, content_type: str) -> Document | HTMLDocument:
    """Return what is in the body, once its type and version are known to be understood."""
    message = Message()
    message["Content-Type"] = content_type
    kind = message.get_content_type() if content_type.strip() else ""
    if kind == JSON:
        document = documents.parsed(body)
        refuse_version(documents.version_of(document))
        return document
    if kind in HTML_TYPES:
        markup = found_in(_decoded(body, message.get_content_charset("")))
        refuse_version(written.version_of(markup))
        return markup
    said = content_type[:100]
    raise PageUnreadable(f"its content type is {said!r}, which is no simple page")


def _decoded(body: bytes, charset: str) -> str:
    name = _CHARSETS.get(charset.lower())
    if name is None:
        raise PageUnreadable(f"its charset is {charset[:40]!r}, and only UTF-8 is read")
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        raise PageUnreadable(f"its byte {error.start} is not {name}") from None


def refuse_version(version: str | None) -> None:
    """Refuse a version of the interface that is newer than 1.x, or none (PEP 629)."""
    if version is None:
        return
    match = _VERSION.match(version)
    if match is None or int(match[1]) != 1:
        raise PageUnreadable(f"its interface has version {version[:20]!r}, and 1.x is read")


def _refuse_size(body: bytes, most: int) -> None:
    if len(body) > most:
        raise PageUnreadable(f"it has more than {most // MIB} MiB")
