"""What is remembered of the run of a workflow that an identity token was issued to."""

import re
from dataclasses import dataclass
from typing import Any

from warehouse.oidc.matching import Claims, text_of
from warehouse.oidc.models import GitHubPublisher, GitLabPublisher, OIDCPublisher

_KEPT = {GitHubPublisher: ("ref", "sha"), GitLabPublisher: ("ref_path", "sha")}
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True)
class Run:
    """The claims that are kept, the page of the commit, and how the workflow was called."""

    claims: dict[str, str]
    publisher_url: str | None
    is_reusable: bool
    environment: str | None

    def stored(self) -> dict[str, Any]:
        """Return what is stored with a token."""
        return {**self.claims, "publisher_url": self.publisher_url}


def run_of(publisher: OIDCPublisher, claims: Claims) -> Run:
    """Return what is remembered of the run whose verified claims these are."""
    names = next((v for k, v in _KEPT.items() if isinstance(publisher, k)), ())
    kept = {name: text_of(claims, name) or "" for name in names}
    called, calling = (text_of(claims, n) for n in ("job_workflow_ref", "workflow_ref"))
    is_github = isinstance(publisher, GitHubPublisher)
    return Run(
        claims=kept,
        publisher_url=_url_of(publisher, kept.get("sha", "")),
        is_reusable=is_github and calling is not None and called != calling,
        environment=text_of(claims, "environment"),
    )


def _url_of(publisher: OIDCPublisher, commit: str) -> str | None:
    if publisher.url is None or not _COMMIT.fullmatch(commit):
        return publisher.url
    return f"{publisher.url}/commit/{commit}"
