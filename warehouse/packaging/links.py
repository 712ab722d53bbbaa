"""The links of a release, from all the places where metadata may hold them."""

import re
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from warehouse.packaging.models import Release
from warehouse.packaging.unsaid import is_unsaid

_DROPPED_FROM_LABELS = str.maketrans("", "", string.punctuation + string.whitespace)
_LABELS = {
    "home": {"homepage", "home", "website"},
    "source": {"source", "repository", "sourcecode", "code", "github", "gitlab"},
    "documentation": {"documentation", "docs", "manual", "tutorial"},
    "issues": {"issues", "bugs", "issue", "tracker", "issuetracker", "bugtracker"},
    "changes": {"changelog", "changes", "releasenotes", "whatsnew", "history", "news"},
    "download": {"download", "downloadurl"},
    "funding": {"funding", "sponsor", "sponsors", "donate", "donation"},
    "talk": {"chat", "discord", "slack", "gitter", "forum", "discussions", "mailinglist"},
}
"""What labels mean, those of PEP 753 among them."""

_HOSTS = {
    "source": ("github.com", "gitlab.com", "codeberg.org", "bitbucket.org"),
    "documentation": ("readthedocs.io", "readthedocs.org"),
    "talk": ("discord.gg", "discord.com", "gitter.im", "slack.com"),
    "funding": ("opencollective.com", "patreon.com", "ko-fi.com"),
}
"""What hosts are for, where the label says nothing."""

_KIND_OF = {label: kind for kind, labels in _LABELS.items() for label in labels}
_is_mailbox = re.compile(r"mailto:[\w.+-]+@[\w.-]+", re.ASCII | re.IGNORECASE).fullmatch
"""Nothing but an address: who writes to it say what they want themselves."""


@dataclass(frozen=True)
class Link:
    """A link and its label; `is_verified` where the index itself can vouch for it."""

    label: str
    url: str
    is_verified: bool

    @property
    def kind(self) -> str:
        """Return what it leads to, in one word, empty where neither label nor host say."""
        if self.url[:7].lower() == "mailto:":
            return "mail" if _is_mailbox(self.url) else ""
        label = self.label.translate(_DROPPED_FROM_LABELS).lower()
        return _KIND_OF.get(label) or _kind_of_host(self.url)


def _kind_of_host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    for kind, hosts in _HOSTS.items():
        if any(host == each or host.endswith(f".{each}") for each in hosts):
            return kind
    return ""


def project_links(release: Release, urls: Iterable[Mapping[str, Any]]) -> list[Link]:
    """Return all links and what is known of each; `urls` are those with own labels."""
    labelled = list(urls)
    verified = {each["url"] for each in labelled if each["verified"]}
    if release.home_page_verified:
        verified.add(release.home_page)
    if release.download_url_verified:
        verified.add(release.download_url)
    merged = merged_urls(release, ((each["name"], each["url"]) for each in labelled))
    return [Link(label, url, url in verified) for label, url in merged.items()]


def merged_urls(release: Release, labelled: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return all links by label; well-known labels (PEP 753) appear once for each URL."""
    merged: dict[str, str] = {}
    for label, url in (("Homepage", release.home_page), ("Download", release.download_url)):
        if url:
            merged[label] = url
    said = [(name, url) for name, url in labelled if not is_unsaid(url)]
    known = {"homepage": merged.get("Homepage"), "downloadurl": merged.get("Download")}
    for name, url in said:
        normalized = name.translate(_DROPPED_FROM_LABELS).lower()
        if known.get(normalized) != url:
            merged[name] = url
    return merged
