"""Links that a publisher proves: they lead to what it publishes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from warehouse.oidc.models import (
    ActiveStatePublisher,
    GitHubPublisher,
    GitLabPublisher,
    OIDCPublisher,
)
from warehouse.oidc.models.columns import GITLAB_COM


@dataclass(frozen=True)
class _Place:
    """An address, and whether its repository may be named in any case, with `.git`."""

    url: str
    is_repository: bool = False


def proved_links(publisher: OIDCPublisher | None, urls: Iterable[str]) -> frozenset[str]:
    """Return those of `urls` that lead to the repository or the pages of `publisher`."""
    places = [] if publisher is None else list(_places(publisher))
    return frozenset(url for url in urls if any(_leads_to(url, each) for each in places))


def _places(publisher: OIDCPublisher) -> Iterator[_Place]:
    match publisher:
        case GitHubPublisher(repository_owner=owner, repository_name=name):
            yield _Place(f"https://github.com/{owner}/{name}", is_repository=True)
            yield _Place(f"https://{owner}.github.io/{name}")
        case GitLabPublisher(issuer_url=issuer):
            yield _Place(f"{issuer}/{publisher.project_path}", is_repository=True)
            if issuer == GITLAB_COM:
                yield from _pages_of(publisher)
        case ActiveStatePublisher():
            yield _Place(publisher.url or "")


def _pages_of(publisher: GitLabPublisher) -> Iterator[_Place]:
    group, _, below = publisher.project_path.partition("/")
    yield _Place(f"https://{group}.gitlab.io/{below}")
    if below.lower() == f"{group}.gitlab.io".lower():
        yield _Place(f"https://{group}.gitlab.io")


def _leads_to(url: str, place: _Place) -> bool:
    """Return whether `url` is that place or below it (RFC 3986)."""
    found, wanted = _split(url), _split(place.url)
    if found is None or wanted is None or _origin(found) != _origin(wanted):
        return False
    path, start = found.path.rstrip("/"), wanted.path
    if place.is_repository:
        path, start = path.lower(), start.lower()
        if path == f"{start}.git":
            return True
    return path == start or path.startswith(f"{start}/")


def _split(url: str) -> SplitResult | None:
    """Return the parts of a URL, or None if browsers may read it in another way."""
    if "\\" in url or "%2e" in url.lower() or not url.isprintable():
        return None
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - raises ValueError where it is none
    except ValueError:
        return None
    return None if {".", ".."} & set(parts.path.split("/")) else parts


def _origin(parts: SplitResult) -> tuple[str, str]:
    authority = parts.netloc.lower()
    return parts.scheme, authority.removesuffix(":443")
