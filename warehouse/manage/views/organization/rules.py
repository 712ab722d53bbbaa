"""What an organization asks of its members, and which of them do not meet it."""

from typing import Any

from pyramid.view import view_config, view_defaults

from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.actions import ActionRefused
from warehouse.manage.views.organization.base import (
    OrganizationAction,
    OrganizationView,
    organization_action,
    page_of,
)
from warehouse.organizations import queries
from warehouse.organizations.services import OrganizationService

_RULES = "manage.organization.rules"


@view_defaults(**page_of())
class RulesView(OrganizationView):
    """The rules for members."""

    section = _RULES

    @view_config(route_name=_RULES, renderer="manage/organization/rules.html")
    def show(self) -> dict[str, Any]:
        """Show what is asked, and who does not meet it."""
        return self.page(lacking=lacking_factor(self))


def lacking_factor(view: OrganizationView) -> list[str]:
    """Return the names of members who have no second factor."""
    found = queries.members_of(view.request.db, view.organization)
    return sorted(each.user.username for each in found if not each.user.has_second_factor)


class RuleAction(OrganizationAction):
    """The base of actions that change what is asked."""

    section = _RULES

    @property
    def service(self) -> OrganizationService:
        """Return the service that changes organizations."""
        return self.request.service(OrganizationService)


@organization_action("manage.organization.require_factor")
class RequireFactor(RuleAction):
    """Ask members for a second factor."""

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Require a second factor of every member")

    def effects(self) -> list[str]:
        """Say who is kept out until they have one."""
        lacking = lacking_factor(self)
        names = ngettext(
            "${n} person has none and can do nothing here until then: ${names}.",
            "${n} people have none and can do nothing here until then: ${names}.",
            len(lacking),
            names=", ".join(lacking),
        )
        return [
            _("It holds for all projects of the organization, and for tokens, too."),
            _("Without one, members stay members, and can only leave."),
            *([names] if lacking else []),
        ]

    def act(self, form: Any) -> Message:
        """Ask for it, unless one would keep oneself out."""
        if not self.user.has_second_factor:
            raise ActionRefused(_("Add a second factor to your own account first."))
        actor = self.request.actor
        self.service.require_second_factor(self.organization, actor=actor)
        return _("Every member needs a second factor now.")


@organization_action("manage.organization.waive_factor")
class WaiveFactor(RuleAction):
    """Ask members for no second factor."""

    is_danger = True

    @property
    def title(self) -> Message:
        """Return what is done."""
        return _("Require no second factor of members any more")

    def act(self, form: Any) -> Message:
        """Ask nobody any more."""
        actor = self.request.actor
        self.service.waive_second_factor(self.organization, actor=actor)
        return _("Members need no second factor any more.")
