"""The links of a release, from all the places where metadata may hold them."""

import string

from warehouse.packaging.models import Release

_DROPPED_FROM_LABELS = str.maketrans("", "", string.punctuation + string.whitespace)


def project_urls(release: Release) -> dict[str, str]:
    """All links by label; well-known labels (PEP 753) appear once for each URL."""
    merged: dict[str, str] = {}
    for label, url in (("Homepage", release.home_page), ("Download", release.download_url)):
        if url:
            merged[label] = url
    known = {"homepage": merged.get("Homepage"), "downloadurl": merged.get("Download")}
    for each in release.urls:
        normalized = each.name.translate(_DROPPED_FROM_LABELS).lower()
        if known.get(normalized) != each.url:
            merged[each.name] = each.url
    return merged
