"""Where the files of a repository are, on the forges that many projects live on.

An author writes links for the page of the repository. They are resolved against it: at the
commit that a file was proved to be made from, else at what the author's own address names,
else at the newest state. Nobody is asked over the network, so no tag is guessed.
"""

import posixpath
import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from warehouse.packaging.links import Link

NEWEST = "HEAD"
"""The ref that every forge takes for the newest state of the default branch."""

_LABELS = ("source", "sourcecode", "repository", "code", "github", "gitlab", "codeberg")
_HOMES = ("homepage", "home")
_DROPPED = str.maketrans("", "", string.punctuation + string.whitespace)

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NAME = re.compile(r"~?[\w.-]+")
_NO_NAMES = {"-", "blob", "tree", "raw", "issues", "wikis", "merge_requests", "commits"}
"""What follows the names in an address in a repository, where these may be many."""
_LONGEST = 300
"""Characters of an address in a repository: it is in each link of a description."""

_KEPT = "/~@:+,;=!$&'()*"


@dataclass(frozen=True)
class Forge:
    """How a forge writes addresses, with `{ref}` and `{path}`."""

    page: str
    raw: str
    tree: re.Pattern[str]
    """Matches what follows the repository in the address of a folder at a ref."""
    deepest: int = 2
    """How many names an address of a repository has at most."""


GITHUB = Forge(
    page="/blob/{ref}/{path}",
    raw="/raw/{ref}/{path}",
    tree=re.compile(r"/(?:tree|blob)/([^/]+)(/.*)?"),
)
GITLAB = Forge(
    page="/-/blob/{ref}/{path}",
    raw="/-/raw/{ref}/{path}",
    tree=re.compile(r"(?:/-)?/(?:tree|blob)/([^/]+)(/.*)?"),
    deepest=12,
)
FORGEJO = Forge(
    page="/src/{kind}/{ref}/{path}",
    raw="/raw/{kind}/{ref}/{path}",
    tree=re.compile(r"/src/(?:branch|tag|commit)/([^/]+)(/.*)?"),
)
BITBUCKET = Forge(
    page="/src/{ref}/{path}",
    raw="/raw/{ref}/{path}",
    tree=re.compile(r"/src/([^/]+)(/.*)?"),
)
SOURCEHUT = Forge(
    page="/tree/{ref}/item/{path}",
    raw="/blob/{ref}/{path}",
    tree=re.compile(r"/tree/([^/]+)(?:/item(/.*)?)?"),
)

_FORGES = {
    "github.com": GITHUB,
    "www.github.com": GITHUB,
    "gitlab.com": GITLAB,
    "codeberg.org": FORGEJO,
    "bitbucket.org": BITBUCKET,
    "git.sr.ht": SOURCEHUT,
}
_KINDS_OF_HOST = {"gitlab": GITLAB, "forgejo": FORGEJO, "gitea": FORGEJO}
"""By the first word of the name of a host: many projects have a forge of their own."""


@dataclass(frozen=True)
class Repository:
    """A repository at one state, and the folder in it that a description is of."""

    url: str
    forge: Forge
    ref: str = NEWEST
    kind: str = "branch"
    folder: str = ""

    def page_of(self, address: str) -> str | None:
        """Return the page of a file or folder, from an address relative to the text."""
        return self._resolved(self.forge.page, address)

    def raw_of(self, address: str) -> str | None:
        """Return where the bytes of a file are, such as those of a picture."""
        return self._resolved(self.forge.raw, address)

    def _resolved(self, pattern: str, address: str) -> str | None:
        path, fragment = _split(address)
        if path is None:
            return None
        below = "" if path.startswith("/") else self.folder
        inside = posixpath.normpath(f"/{below}/{path}").strip("/")
        tail = pattern.format(
            kind=self.kind, ref=quote(self.ref, safe=""), path=quote(inside, safe=_KEPT)
        )
        return f"{self.url}{tail.rstrip('/')}{fragment}"


def repository_of(
    links: Iterable[Link], facts: Iterable[Mapping[str, Any] | None]
) -> Repository | None:
    """Return the repository of a release: a proved one, else one that its links name.

    Of the links, those count first that the index can vouch for, and those whose label
    says that it is the source.
    """
    links = list(links)
    for each in facts:
        proved = each and repository_at(each.get("repository", ""))
        if each and proved:
            return _proved(proved, each.get("commit", ""), links)
    for link in sorted(links, key=_rank):
        found = repository_at(link.url)
        if found and (link.is_verified or _rank(link)[1] < len(_LABELS + _HOMES)):
            return found
    return None


def repository_at(url: str) -> Repository | None:
    """Return the repository that `url` is an address in, if it is on a known forge."""
    if len(url) > _LONGEST:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.netloc.lower() != host:
        return None
    forge = _FORGES.get(host) or _KINDS_OF_HOST.get(host.partition(".")[0])
    if forge is None:
        return None
    return _in(forge, f"https://{host}", parts.path)


def _in(forge: Forge, site: str, path: str) -> Repository | None:
    names: list[str] = []
    for each in path.strip("/").split("/"):
        is_after = len(names) > 1 and each in _NO_NAMES
        if len(names) == forge.deepest or is_after or not _NAME.fullmatch(each):
            break
        if not each.strip("."):
            return None
        names.append(each)
    if len(names) < 2:
        return None
    rest = path.strip("/")[len("/".join(names)) :]
    url = f"{site}/{'/'.join(names).removesuffix('.git')}"
    at = forge.tree.fullmatch(rest)
    if at is None:
        return Repository(url, forge)
    folder = posixpath.normpath(f"/{at[2] or ''}").strip("/")
    if posixpath.splitext(folder)[1].lower() in {".md", ".rst", ".txt"}:
        folder = posixpath.dirname(folder)
    ref = unquote(at[1])
    kind = "commit" if _COMMIT.fullmatch(ref) else rest.split("/")[2]
    return Repository(url, forge, ref, kind, folder)


def _proved(proved: Repository, commit: str, links: list[Link]) -> Repository:
    """Return `proved` at its commit, in the folder that a link of the author names."""
    stated = (repository_at(link.url) for link in sorted(links, key=_rank))
    same = (each for each in stated if each and each.url.lower() == proved.url.lower())
    folder = next((each.folder for each in same if each.folder), "")
    if not _COMMIT.fullmatch(commit):
        return Repository(proved.url, proved.forge, folder=folder)
    return Repository(proved.url, proved.forge, commit, "commit", folder)


def _rank(link: Link) -> tuple[bool, int]:
    label = link.label.translate(_DROPPED).lower()
    known = _LABELS + _HOMES
    return (not link.is_verified, known.index(label) if label in known else len(known))


def _split(address: str) -> tuple[str | None, str]:
    """Return the path of a relative address and its fragment; None where it is another."""
    before, mark, fragment = address.partition("#")
    path = unquote(before.partition("?")[0])
    is_other = path.startswith(("//", "\\")) or ":" in path.partition("/")[0]
    if not path or is_other or any(each < " " for each in path):
        return None, ""
    return path, mark + quote(fragment, safe=_KEPT + "?%")
