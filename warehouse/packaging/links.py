"""The links of a release, from all the places where metadata may hold them."""

import string
from collections.abc import Iterable

from warehouse.packaging.models import Release

_DROPPED_FROM_LABELS = str.maketrans("", "", string.punctuation + string.whitespace)


def project_urls(release: Release) -> dict[str, str]:
    """All links by label; well-known labels (PEP 753) appear once for each URL."""
    return merged_urls(release, ((each.name, each.url) for each in release.urls))


def merged_urls(release: Release, labelled: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The same, where the labels and URLs of `release` have been read already."""
    merged: dict[str, str] = {}
    for label, url in (("Homepage", release.home_page), ("Download", release.download_url)):
        if url:
            merged[label] = url
    known = {"homepage": merged.get("Homepage"), "downloadurl": merged.get("Download")}
    for label, url in labelled:
        normalized = label.translate(_DROPPED_FROM_LABELS).lower()
        if known.get(normalized) != url:
            merged[label] = url
    return merged
