"""Descriptions of installed distributions, and all that is lost on the way to a page.

`make readmes` renders all of them and prints each element and attribute that was dropped,
how often, and why. What has no reason here is to be shown.
"""

import io
import re
import sys
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from importlib.metadata import distributions
from pathlib import Path

import pytest

from warehouse.packaging.descriptions import parse_content_type
from warehouse.packaging.fitting import fit_for_a_page
from warehouse.packaging.links import Link
from warehouse.packaging.rendering import ATTRIBUTES, SCHEMES, TAGS, as_html, rendered
from warehouse.packaging.repositories import repository_of

ROOT = Path(__file__).parents[3]

LAYOUT = "how it looks is the page's, in every theme and width"
OF_RENDERER = "made by the renderer, not by the author"
FOREIGN = "would have the reader's browser run or load something"
REASONS = {
    **dict.fromkeys(("script", "iframe", "video", "audio", "embed", "object"), FOREIGN),
    **dict.fromkeys(("style", "link", "form", "button", "svg", "path"), FOREIGN),
    **dict.fromkeys(("font", "style=", "width=", "height=", "border=", "bgcolor="), LAYOUT),
    **dict.fromkeys(("cellpadding=", "cellspacing=", "valign=", "color=", "size="), LAYOUT),
    **dict.fromkeys(("hspace=", "vspace=", "colspec=", "type=", "class="), LAYOUT),
    **dict.fromkeys(("role=", "data-heading-content=", "data-math-style="), OF_RENDERER),
    **dict.fromkeys(("data-footnote-ref=", "data-footnotes="), OF_RENDERER),
    **dict.fromkeys(("data-footnote-backref=", "data-footnote-backref-idx="), OF_RENDERER),
    **dict.fromkeys(("aria-label=", "data-lineno=", "rel="), OF_RENDERER),
    "target=": "a link opens where its reader wants",
    "(relative link)": "no repository on a known forge is stated",
    "(relative picture)": "no repository on a known forge is stated; its words are left",
    "(dead link)": "leads to a place that the description does not have",
}


class Dropped(HTMLParser):
    """Counts what cleaning does not let through."""

    def __init__(self):
        super().__init__()
        self.found = Counter()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found[tag] += 1
            return
        kept = ATTRIBUTES.get(tag, set()) | ATTRIBUTES["*"]
        for key, value in attrs:
            scheme = re.match(r"([a-z][a-z0-9+.-]*):", (value or "").lower())
            if key not in kept:
                self.found[f"{key}="] += 1
            elif key in {"href", "src"} and scheme and scheme[1] not in SCHEMES:
                self.found[f"{scheme[1]}:"] += 1


@cache
def installed():
    """Return the descriptions of all installed distributions, with their types."""
    folders = sorted(str(each) for each in ROOT.glob(".venv*/lib/python*/site-packages"))
    found = {}
    for dist in distributions(path=folders):
        raw = dist.metadata.get_payload() or dist.metadata.get("Description", "")
        stated = [each.split(", ", 1) for each in dist.metadata.get_all("Project-URL", ())]
        stated.append(["Homepage", dist.metadata.get("Home-Page", "")])
        links = [Link(*each, is_verified=False) for each in stated if len(each) == 2]
        if raw.strip() and raw.strip() != "UNKNOWN":
            kind = dist.metadata["Description-Content-Type"]
            found.setdefault(dist.name, (raw, kind, repository_of(links, [])))
    return sorted(found.items(), key=lambda each: len(each[1][0]))


def lost(raw, content_type, repository):
    """Return what is dropped of one description, and what leads nowhere on its page."""
    kind, parameters = parse_content_type(content_type)
    if kind not in {"text/x-rst", "text/markdown"}:
        return Counter()
    given = raw, kind, parameters.get("variant", "GFM"), io.StringIO()
    html = as_html(*given)
    if html is None:
        return Counter({"(not rendered)": 1})
    dropped = Dropped()
    dropped.feed(html)
    clean = rendered(*given)
    shown = fit_for_a_page(clean, repository).html
    assert not re.search(r"<script|<iframe|<[^>]*\son\w+=|javascript:", shown)
    return dropped.found + leading_nowhere(clean, shown, repository)


def leading_nowhere(clean, shown, repository):
    """Count links and pictures that a page does not have."""
    relative = r'(?!https?://|//|#|[a-z+]+:)[^"]+"'
    words = re.sub(r"<a[^>]*>\s*</a>", "", clean)
    links = len(re.findall(r'<a [^>]*href="', words))
    links -= len(re.findall(r'<a [^>]*href="', shown)) - shown.count("__anchor")
    found = Counter()
    if repository is None:
        found["(relative link)"] = len(re.findall(rf'<a [^>]*href="{relative}', words))
        found["(relative picture)"] = len(re.findall(rf'<img [^>]*src="{relative}', clean))
    found["(dead link)"] = links - found["(relative link)"]
    return found


@pytest.mark.parametrize("most", [12, pytest.param(None, marks=pytest.mark.slow)])
@pytest.mark.timeout(600)
def test_nothing_is_dropped_without_a_reason(most):
    total, by = Counter(), {}
    for name, described in installed()[:most]:
        found = lost(*described)
        total += found
        for each in found:
            by.setdefault(each, []).append(name)
    sys.stdout.write(f"\n{len(installed()[:most])} descriptions:\n")
    for each, number in total.most_common():
        why, where = REASONS.get(each, "?"), ", ".join(by[each][:4])
        sys.stdout.write(f"{number:6} {each:28} {why} ({where})\n")
    assert installed()
    assert {each: by[each] for each in total if each not in REASONS} == {}
