"""Actions of owners of a project."""

from collections.abc import Callable
from typing import TypeVar

from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.actions import (
    ActionRefused,
    ConfirmedAction,
    confirmed_action,
    sentence_field,
)
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging.resources import ProjectResource
from warehouse.packaging.services import OwnerDeletionService
from warehouse.security import Permission

__all__ = [
    "ActionRefused",
    "DeletingAction",
    "OwnerAction",
    "owner_action",
    "sentence_field",
]

A = TypeVar("A", bound="type[OwnerAction]")


class OwnerAction(ProjectView, ConfirmedAction):
    """The base of one action on a project."""

    @property
    def confirmed(self) -> str:
        """Return what has to be typed."""
        return self.project.name

    def kept(self) -> list[str]:
        """Say for how long what is deleted can be had back."""
        days = self.request.settings.storage.retention.days
        if not days:
            return [_("It cannot be undone.")]
        return [
            ngettext(
                "For ${n} day it can be restored under “Deleted”.",
                "For ${n} days it can be restored under “Deleted”.",
                days,
            )
        ]

    def _named(self, sentence: Message) -> Message:
        """Return a sentence with what the action is about."""
        return sentence.with_values(project=self.project.name)


class DeletingAction(OwnerAction):
    """The base of deletions, which an operator may switch off."""

    is_danger = True

    @property
    def deletions(self) -> OwnerDeletionService:
        """Return the service that deletes for owners."""
        return self.request.service(OwnerDeletionService)


def owner_action(
    route_name: str,
    *,
    context: type = ProjectResource,
    reauth: bool = True,
    renderer: str = "manage/project/action.html",
) -> Callable[[A], A]:
    """Register an `OwnerAction`: its page by GET, and the action by POST."""
    return confirmed_action(
        route_name,
        context=context,
        permission=Permission.PROJECT_WRITE,
        reauth=reauth,
        renderer=renderer,
    )
