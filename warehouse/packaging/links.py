"""The links of a release, from all the places where metadata may hold them."""

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from warehouse.packaging.models import Release
from warehouse.packaging.unsaid import is_unsaid

_DROPPED_FROM_LABELS = str.maketrans("", "", string.punctuation + string.whitespace)


@dataclass(frozen=True)
class Link:
    """A link and its label; `is_verified` where the index itself can vouch for it."""

    label: str
    url: str
    is_verified: bool


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
