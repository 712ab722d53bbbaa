"""The proof of who made a file, as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from warehouse.attestations.comparing import Departure, departure
from warehouse.packaging.models import Release
from warehouse.pages.queries import Details


@dataclass(frozen=True)
class Origin:
    """A publisher, and what is proved of it, each with where it can be read."""

    publisher: str
    account: str = ""
    repository: str = ""
    repository_url: str = ""
    workflow: str = ""
    commit: str = ""
    commit_url: str = ""
    run_url: str = ""


def origin_of(facts: Mapping[str, Any] | None) -> Origin | None:
    """Return what is proved of a file; None if nothing is."""
    if not facts:
        return None
    url, commit = facts.get("repository", ""), facts.get("commit", "")
    between = "/-/commit/" if facts["publisher"] == "GitLab" else "/commit/"
    return Origin(
        publisher=facts["publisher"],
        account=facts.get("account", ""),
        repository=urlsplit(url).path.strip("/"),
        repository_url=url,
        workflow=facts.get("workflow", ""),
        commit=commit[:12],
        commit_url=f"{url}{between}{commit}" if url and commit else "",
        run_url=facts.get("run", ""),
    )


def departure_of(release: Release, details: Details) -> Departure | None:
    """Return how the proof of a release departs from that of the one before, if it does."""
    now = [
        (
            release.version,
            None if file["facts"] is None else file["facts"].get("repository", ""),
        )
        for file in details.files
    ]
    return departure(details.sources_before, now)
