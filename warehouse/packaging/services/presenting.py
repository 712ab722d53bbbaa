"""Setting what the page of a project shows."""

from warehouse.packaging.models import Project
from warehouse.packaging.presentation import Presentation, presentation_of
from warehouse.packaging.signals import ProjectPresented
from warehouse.security import Actor
from warehouse.signals import Announce


class PresentationService:
    """Sets what owners say in place of the newest release."""

    def __init__(self, announce: Announce) -> None:
        self.announce = announce

    def present(
        self, project: Project, presentation: Presentation, *, actor: Actor
    ) -> None:
        """Set what the page of a project shows; nothing happens if that is set already."""
        if presentation == presentation_of(project):
            return
        project.presentation = presentation.stored()
        self.announce(ProjectPresented(project, actor))
