"""Reading simple pages in HTML: PEP 503, with PEP 592, 658, 714, 740 and 792."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from warehouse.simple_pages.bounds import DISTRIBUTION, MOST_FILES
from warehouse.simple_pages.errors import EntryUnreadable, PageUnreadable
from warehouse.simple_pages.facts import absolute, digests, filename_of, is_name, words
from warehouse.simple_pages.markup import HTMLDocument, Link
from warehouse.simple_pages.values import ListedFile, ListedProject, Omission, ProjectPage


def version_of(markup: HTMLDocument) -> str | None:
    """Return the version of the interface (PEP 629), or None where none is named."""
    return markup.metadata.get("pypi:repository-version")


def base_of(markup: HTMLDocument, url: str) -> str:
    """Return the URL that others are relative to; raises `PageUnreadable`."""
    if markup.base is None:
        return url
    try:
        return absolute(markup.base, url)
    except EntryUnreadable as error:
        raise PageUnreadable(f"of its base, {error}") from None


def page(markup: HTMLDocument, url: str) -> ProjectPage:
    """Return the page of a project; raises `PageUnreadable`."""
    base = base_of(markup, url)
    files: list[ListedFile] = []
    omitted: list[Omission] = []
    for link in markup.links:
        name = _last_segment(link.href)
        if not DISTRIBUTION.search(name):
            continue
        try:
            files.append(_file(link, name, base))
        except EntryUnreadable as error:
            omitted.append(Omission(filename=name[:100], why=str(error)))
        if len(files) > MOST_FILES:
            raise PageUnreadable(f"it has more than {MOST_FILES} files")
    status = markup.metadata.get("pypi:project-status", "")
    return ProjectPage(
        name=None,
        files=tuple(files),
        omitted=tuple(omitted),
        status=status if is_name(status) else "active",
        status_reason=markup.metadata.get("pypi:project-status-reason") or None,
    )


def projects(markup: HTMLDocument, url: str) -> Iterator[ListedProject]:
    """Yield the projects of a list: links whose text, or else whose folder, is a name."""
    base = base_of(markup, url)
    for link in markup.links:
        name = name_in(link)
        if not is_name(name):
            continue
        try:
            found = absolute(link.href, base)
        except EntryUnreadable:
            # A link to something else than a page of this index, such as a mail address.
            continue
        yield ListedProject(name=name, url=found)


def name_in(link: Link) -> str:
    """Return what a link of a list calls its project, which need be no name."""
    return link.text if is_name(link.text) else _last_segment(link.href.rstrip("/"))


def _file(link: Link, name: str, base: str) -> ListedFile:
    said = link.attributes
    yanked = said.get("data-yanked")
    python, provenance = said.get("data-requires-python"), said.get("data-provenance")
    return ListedFile(
        filename=filename_of(name),
        url=absolute(link.href, base),
        hashes=digests(parse_qsl(link.href.partition("#")[2])),
        requires_python=words(python) if python else None,
        yanked=None if yanked is None else words(yanked),
        core_metadata=_core_metadata(link),
        provenance=absolute(provenance, base) if provenance else None,
    )


def _core_metadata(link: Link) -> dict[str, str] | None:
    """Return the digests of the metadata by its newer or its older name (PEP 714)."""
    said = link.attributes
    found = said.get("data-core-metadata", said.get("data-dist-info-metadata"))
    if found is None or found.lower() == "false":
        return None
    return digests(parse_qsl(found))


def _last_segment(href: str) -> str:
    """Return the last segment of a path, decoded; the empty string where there is none."""
    try:
        return unquote(urlsplit(href.strip()).path.rpartition("/")[2])
    except ValueError:
        return ""
