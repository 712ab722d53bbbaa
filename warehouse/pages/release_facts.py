"""What the page of a release shows alike of our own releases and of those of upstreams."""

from collections.abc import Iterable, Sequence
from typing import Any

from warehouse.http import Request
from warehouse.packaging import descriptions
from warehouse.packaging.authors import readable
from warehouse.packaging.links import Link
from warehouse.packaging.models import Release
from warehouse.packaging.pictures import proxy_at
from warehouse.packaging.repositories import repository_of

_AUTHORS = ("author", "author_email", "maintainer", "maintainer_email")


def description_of(
    release: Release, links: Sequence[Link], facts: Iterable[Any], request: Request
) -> dict[str, Any]:
    """Return the description, with links into the repository, and its headings.

    `facts` are those of the provenance of its files.
    """
    site = request.settings.site
    proxy = proxy_at(site.camo_url, site.camo_key)
    fitted = descriptions.shown(release.description, repository_of(links, facts), proxy)
    return {
        "has_plain_description": not release.description.rendered_by,
        "description": fitted.html,
        "contents": fitted.contents,
    }


def authors_of(release: Release) -> dict[str, str | None]:
    """Return the names and addresses of its authors as people read them."""
    return {name: readable(getattr(release, name)) for name in _AUTHORS}


def grouped(classifiers: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Group classifiers by what precedes their first `::`: each whole, and its rest."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in classifiers:
        group, _, rest = each.partition(" :: ")
        groups.setdefault(group, []).append((each, rest or group))
    return groups
