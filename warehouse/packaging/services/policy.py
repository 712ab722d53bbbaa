"""What a project asks of whoever works on it."""

from warehouse.packaging.models import Project
from warehouse.packaging.signals import (
    AttestationsOptional,
    AttestationsRequired,
    SecondFactorRequired,
    SecondFactorWaived,
    TrustedPublishingOptional,
    TrustedPublishingRequired,
)
from warehouse.security import Actor
from warehouse.signals import Announce


class ProjectPolicyService:
    """Sets what a project asks of whoever works on it."""

    def __init__(self, announce: Announce) -> None:
        self.announce = announce

    def require_second_factor(self, project: Project, *, actor: Actor) -> None:
        """Ask everybody with a role for a second factor."""
        if not project.requires_second_factor:
            project.requires_second_factor = True
            self.announce(SecondFactorRequired(project, actor))

    def waive_second_factor(self, project: Project, *, actor: Actor) -> None:
        """Ask nobody for it any more."""
        if project.requires_second_factor:
            project.requires_second_factor = False
            self.announce(SecondFactorWaived(project, actor))

    def require_trusted_publishing(self, project: Project, *, actor: Actor) -> None:
        """Refuse uploads with tokens of people."""
        if not project.only_trusted_publishing:
            project.only_trusted_publishing = True
            self.announce(TrustedPublishingRequired(project, actor))

    def allow_tokens(self, project: Project, *, actor: Actor) -> None:
        """Take uploads with tokens of people again."""
        if project.only_trusted_publishing:
            project.only_trusted_publishing = False
            self.announce(TrustedPublishingOptional(project, actor))

    def require_attestations(self, project: Project, *, actor: Actor) -> None:
        """Refuse files that come without attestations."""
        if not project.requires_attestations:
            project.requires_attestations = True
            self.announce(AttestationsRequired(project, actor))

    def waive_attestations(self, project: Project, *, actor: Actor) -> None:
        """Take files without attestations again."""
        if project.requires_attestations:
            project.requires_attestations = False
            self.announce(AttestationsOptional(project, actor))
