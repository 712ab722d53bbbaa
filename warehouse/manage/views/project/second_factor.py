"""Asking everybody with a role in a project for a second factor."""

from typing import Any

from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.project.actions import (
    ActionRefused,
    owner_action,
)
from warehouse.manage.views.project.settings import SettingAction


class FactorAction(SettingAction):
    """The base of both actions."""

    section = "manage.project.people"


@owner_action("manage.project.require_factor")
class RequireSecondFactor(FactorAction):
    """Ask for it."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Require a second factor for ${project}"))

    def effects(self) -> list[str]:
        """Say who is kept out until they have one."""
        lacking = [
            role.user.username
            for role in self.project.roles
            if not role.user.has_second_factor
        ]
        names = ngettext(
            "${n} person has none and can do nothing here until then: ${names}.",
            "${n} people have none and can do nothing here until then: ${names}.",
            len(lacking),
            names=", ".join(sorted(lacking)),
        )
        return [
            _("Whoever uploads or manages needs one, with tokens, too."),
            *([names] if lacking else []),
        ]

    def act(self, form: Any) -> Message:
        """Ask for it, unless one would keep oneself out."""
        if not self.user.has_second_factor:
            own = _("Add a second factor to your own account first.")
            raise ActionRefused(own)
        self.policy.require_second_factor(self.project, actor=self.request.actor)
        return self._named(_("Whoever works on ${project} needs a second factor now."))


@owner_action("manage.project.waive_factor")
class WaiveSecondFactor(FactorAction):
    """Ask for it no longer."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Require no second factor for ${project} any more"))

    def act(self, form: Any) -> Message:
        """Ask nobody any more."""
        self.policy.waive_second_factor(self.project, actor=self.request.actor)
        return self._named(_("${project} asks nobody for a second factor any more."))
