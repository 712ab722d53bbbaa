"""The terms of use and the privacy notice, as the operator has written them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config

from warehouse.accounts.policies import Policies, Policy
from warehouse.http import Request
from warehouse.http.caching.derivers import DAY
from warehouse.i18n import _
from warehouse.purges import ALL_HTML


@dataclass(frozen=True)
class Block:
    """A heading, a list or a paragraph of a text."""

    kind: str
    lines: tuple[str, ...]


@view_config(
    route_name="pages.terms",
    renderer="pages/policy.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def terms(request: Request) -> dict[str, Any]:
    """Show the terms of use."""
    return _page(_("Terms of use"), request.registry[Policies].terms)


@view_config(
    route_name="pages.privacy",
    renderer="pages/policy.html",
    stored_for=DAY,
    surrogate_keys=(ALL_HTML,),
)
def privacy(request: Request) -> dict[str, Any]:
    """Show the privacy notice."""
    return _page(_("Privacy"), request.registry[Policies].privacy)


def _page(title: str, policy: Policy | None) -> dict[str, Any]:
    if policy is None:
        raise HTTPNotFound
    return {
        "title": title,
        "revision": policy.revision,
        "blocks": list(blocks(policy.text)),
    }


def blocks(text: str) -> Iterator[Block]:
    """Yield the parts of a text: they have blank lines between them.

    A heading begins with `#`, and each line of a list with `-`.
    """
    for part in text.replace("\r\n", "\n").split("\n\n"):
        lines = tuple(line.strip() for line in part.strip().splitlines())
        if not lines:
            continue
        if lines[0].startswith("#"):
            yield Block("heading", (lines[0].lstrip("#").strip(),))
            lines = lines[1:]
        if lines and all(line.startswith("-") for line in lines):
            yield Block("list", tuple(line.lstrip("-").strip() for line in lines))
        elif lines:
            yield Block("paragraph", lines)
