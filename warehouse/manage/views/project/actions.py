"""Actions of owners of a project."""

from collections.abc import Callable
from typing import Any, TypeVar

from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.actions import (
    ActionRefused,
    ConfirmedAction,
    confirmed_action,
    sentence_field,
)
from warehouse.manage.views.project.base import ProjectView
from warehouse.packaging.resources import ProjectResource
from warehouse.security import Permission

__all__ = [
    "ActionRefused",
    "DeletingAction",
    "OwnerAction",
    "owner_action",
    "require_deletions",
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


def require_deletions(request: Request) -> None:
    """Raise `ActionRefused` while deletions are switched off."""
    if request.service(Flags).is_on("disallow-deletion"):
        off = _("Deleting is switched off for now. Nothing was changed.")
        raise ActionRefused(off)


class DeletingAction(OwnerAction):
    """The base of deletions, which an operator may switch off."""

    is_danger = True

    def act(self, form: Any) -> str:
        """Do it unless deletions are switched off."""
        require_deletions(self.request)
        return self.delete(form)

    def delete(self, form: Any) -> str:
        """Delete it and return what was done."""
        raise NotImplementedError


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
