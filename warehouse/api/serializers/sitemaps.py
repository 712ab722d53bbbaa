"""Sitemaps, and the description of our search (OpenSearch 1.1)."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element

from warehouse.api.serializers.wire import utc
from warehouse.api.serializers.xml import add, document

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
_LONGEST_SHORT_NAME = 16


def index(sitemaps: Iterable[tuple[str, datetime | None]]) -> bytes:
    """Return the list of sitemaps, each with its newest date if it has one."""
    root = Element("sitemapindex", xmlns=_SITEMAP)
    for url, newest in sitemaps:
        element = add(root, "sitemap")
        add(element, "loc", url)
        if newest is not None:
            add(element, "lastmod", utc(newest))
    return document(root)


def bucket(urls: Iterable[str]) -> bytes:
    """Return one sitemap as XML."""
    root = Element("urlset", xmlns=_SITEMAP)
    for url in urls:
        add(add(root, "url"), "loc", url)
    return document(root)


def opensearch(*, site: str, search_url: str, icon: str) -> bytes:
    """Return the OpenSearch description of `site`."""
    root = Element("OpenSearchDescription", xmlns=_OPENSEARCH)
    add(root, "ShortName", site[:_LONGEST_SHORT_NAME])
    add(root, "Description", f"Search {site}")
    add(root, "InputEncoding", "UTF-8")
    add(root, "Image", icon, {"width": "16", "height": "16", "type": "image/svg+xml"})
    query = {
        "type": "text/html",
        "method": "GET",
        "template": f"{search_url}?q={{searchTerms}}",
    }
    add(root, "Url", attributes=query)
    return document(root)
