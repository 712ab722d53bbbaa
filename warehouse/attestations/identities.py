"""Whom the certificate of an attestation must name, by the publisher of the upload."""

from dataclasses import dataclass, field
from typing import Any

from warehouse.oidc.models import (
    GitHubPublisher,
    GitLabPublisher,
    GooglePublisher,
    OIDCPublisher,
)
from warehouse.oidc.models.columns import GITLAB_COM


@dataclass(frozen=True, kw_only=True)
class Attester:
    """A publisher in the words of PEP 740; the owner's id is that of the account."""

    document: dict[str, Any] = field(hash=False)
    owner_id: str | None = None

    @property
    def name(self) -> str:
        """Return whom the certificate has to name, in words."""
        of = self.document
        if of["kind"] == "Google":
            return f"{of['email']} at Google"
        workflow = of.get("workflow") or of.get("workflow_filepath")
        return f"{workflow} of {of['repository']} at {of['kind']}"


def identity_of(publisher: OIDCPublisher) -> Attester | None:
    """Return whom certificates for `publisher` name, or None if there are none for it.

    Fulcio makes certificates for gitlab.com, and for no other GitLab.
    """
    match publisher:
        case GitHubPublisher():
            return Attester(
                document={
                    "kind": "GitHub",
                    "repository": publisher.repository,
                    "workflow": publisher.workflow_filename,
                    "environment": publisher.environment or None,
                },
                owner_id=publisher.repository_owner_id,
            )
        case GitLabPublisher(issuer_url=issuer) if issuer == GITLAB_COM:
            return Attester(
                document={
                    "kind": "GitLab",
                    "repository": publisher.project_path,
                    "workflow_filepath": publisher.workflow_filepath,
                    "environment": publisher.environment or None,
                }
            )
        case GooglePublisher():
            return Attester(document={"kind": "Google", "email": publisher.email})
    return None
