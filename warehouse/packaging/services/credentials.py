"""Choosing which credentials may publish in a project."""

from warehouse.packaging.models import Project
from warehouse.packaging.signals import (
    TrustedPublishingOptional,
    TrustedPublishingRequired,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class CredentialPolicyService:
    """Sets whether a project takes uploads of trusted publishers only."""

    def __init__(self, announce: Announce) -> None:
        self.announce = announce

    def require_trusted_publishing(self, project: Project, *, actor: Actor) -> None:
        """Refuse uploads with tokens of people; nothing happens if they are already."""
        if not project.only_trusted_publishing:
            project.only_trusted_publishing = True
            self.announce(TrustedPublishingRequired(project, actor))

    def allow_tokens(self, project: Project, *, actor: Actor) -> None:
        """Take uploads with tokens of people again; nothing happens if they are taken."""
        if project.only_trusted_publishing:
            project.only_trusted_publishing = False
            self.announce(TrustedPublishingOptional(project, actor))
