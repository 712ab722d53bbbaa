"""What staff do with an account as a whole: edit, freeze, remove."""

from dataclasses import asdict
from typing import Any, cast
from uuid import UUID

from wtforms import BooleanField, StringField
from wtforms.validators import Length

from warehouse.accounts.services.deletion import DeletionService
from warehouse.accounts.services.prohibitions import MailDomainService, domains_of
from warehouse.accounts.services.staffing import StaffFlags, StaffingService
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import ActionForm, action, confirming
from warehouse.admin.views.users import UserAction
from warehouse.events.staff import State
from warehouse.http.fields import BoxesField
from warehouse.organizations.queries import organizations_owned_alone
from warehouse.packaging.queries import (
    contents_of,
    projects_of,
    projects_owned_alone,
)
from warehouse.security import Permission

_MOST_SHOWN = 50
"""Projects that a preview names; it counts all of them."""


class EditForm(ActionForm):
    """The name of an account, and what it may do."""

    name = StringField("Name", validators=[Length(max=100)])
    is_superuser = BooleanField("Administrator")
    is_support = BooleanField("Support")
    is_moderator = BooleanField("Moderator")
    is_psf_staff = BooleanField("PSF staff")
    is_observer = BooleanField("Observer: its reports count more")
    prohibit_password_reset = BooleanField("A lost password is not replaced by mail")
    hide_avatar = BooleanField("The picture is hidden")


_FLAGS = tuple(StaffFlags.__dataclass_fields__)
_EDITED = ("name", *_FLAGS, "prohibit_password_reset", "hide_avatar")


@action("admin.user.edit", Permission.ADMIN_USERS_WRITE, reauth=True)
class Edit(UserAction):
    """Change a name, and appoint or dismiss staff."""

    name, title = "user.edit", "Edit"
    form_class = EditForm

    def effects(self) -> list[str]:
        """Say who may appoint staff."""
        return [
            "What members of a group may do is said by /admin/roles/.",
            "One administrator at least stays.",
        ]

    def state(self) -> State:
        """Return what can be edited."""
        return {name: getattr(self.user, name) for name in _EDITED}

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with what is now."""
        return self.form_class(data, data=None if data is not None else self.state())

    def act(self, form: Any) -> str:
        """Change what differs."""
        user, actor = self.user, self.request.actor
        flags = StaffFlags(**{name: form[name].data for name in _FLAGS})
        self.request.service(StaffingService).appoint(user, flags, actor=actor)
        self.users.edit(
            user,
            name=form.name.data or "",
            prohibit_password_reset=form.prohibit_password_reset.data,
            hide_avatar=form.hide_avatar.data,
        )
        return f"{user.username} is changed."


@action("admin.user.freeze", Permission.ADMIN_USERS_WRITE, reauth=True)
class Freeze(UserAction):
    """Close an account, which ends its sessions."""

    name, title, is_danger = "user.freeze", "Freeze", True
    confirms = "username"

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the domains that nobody shares with strangers."""
        found = domains_of(self.request.db, self.user)
        domains = BoxesField(
            "Prohibit mail domains as well",
            choices=[
                (each.domain, f"{each.domain} (other accounts: {each.others})")
                for each in found
                if not each.is_shared
            ],
            description="Nobody can register with an address of a domain that is ticked.",
        )
        named = confirming("username", "Type the username")
        kind = type("FreezeForm", (named,), {"domains": domains} if found else {})
        return cast(ActionForm, kind(data))

    def effects(self) -> list[str]:
        """Say what freezing does, and which domains it never touches."""
        shared = [
            each.domain for each in domains_of(self.request.db, self.user) if each.is_shared
        ]
        return [
            "The account cannot sign in, and its sessions end at once.",
            "Its API tokens upload nothing while it is frozen.",
            "Its projects stay as they are.",
            *(f"{each} is used by many people, so it stays allowed." for each in shared),
        ]

    def state(self) -> State:
        """Return whether the account is frozen."""
        return {"is_frozen": self.user.is_frozen}

    def act(self, form: Any) -> str:
        """Freeze the account, and prohibit the domains that were ticked."""
        user, actor = self.user, self.request.actor
        if user.id == self.request.identity.user.id:
            raise ActionRefused("Nobody freezes their own account.")
        self.request.service(StaffingService).require_another(user, actor=actor)
        self.users.freeze(user, actor=actor)
        domains = self.request.service(MailDomainService)
        for each in form.domains.data if "domains" in form else ():
            domains.prohibit(each, comment=f"of {user.username}, frozen", actor=actor)
        return f"{user.username} is frozen."


@action("admin.user.unfreeze", Permission.ADMIN_USERS_WRITE, reauth=True)
class Unfreeze(UserAction):
    """Open an account again."""

    name, title = "user.unfreeze", "Unfreeze"

    def effects(self) -> list[str]:
        """Say what it does."""
        return ["The account can sign in again, and its API tokens work."]

    def state(self) -> State:
        """Return whether the account is frozen."""
        return {"is_frozen": self.user.is_frozen}

    def act(self, form: Any) -> str:
        """Open the account."""
        self.users.thaw(self.user, actor=self.request.actor)
        return f"{self.user.username} is no longer frozen."


@action("admin.user.delete", Permission.ADMIN_USERS_WRITE, reauth=True)
class Remove(UserAction):
    """Remove an account with its projects."""

    name, title, is_danger = "user.delete", "Remove", True
    confirms = "username"

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the projects that the account shares with others."""
        named = confirming("username", "Type the username")
        _, shared = self._projects()
        projects = BoxesField(
            "Delete these projects as well, which others own or maintain, too",
            choices=[(str(each.id), each.name) for each in shared],
        )
        kind = type("RemoveForm", (named,), {"projects": projects} if shared else {})
        return cast(ActionForm, kind(data))

    def effects(self) -> list[str]:
        """Say what goes."""
        db = self.request.db
        alone, shared = self._projects()
        shown = contents_of(db, [each.id for each in alone[:_MOST_SHOWN]])
        closed = organizations_owned_alone(db, self.user.id)
        return [
            "The account is deleted with its addresses, tokens and events, and nobody can "
            "register its name again. The journal names deleted-user in its place.",
            f"Projects that nobody else owns, and that are deleted: {len(alone)}.",
            *map(str, shown),
            *(f"The organization {each.name} is deactivated." for each in closed),
            f"Projects that others own or maintain, too, and that stay unless ticked: "
            f"{len(shared)}.",
        ]

    def state(self) -> State:
        """Return what goes."""
        alone, shared = self._projects()
        return {
            "emails": [each.email for each in self.user.emails],
            "owned_alone": [each.name for each in alone],
            "shared": [each.name for each in shared],
            **asdict(StaffFlags.of(self.user)),
        }

    def act(self, form: Any) -> str:
        """Remove the account."""
        user = self.user
        if user.id == self.request.identity.user.id:
            raise ActionRefused("Nobody removes their own account here.")
        name = user.username
        chosen = form.projects.data if "projects" in form else []
        deletion = self.request.service(DeletionService)
        deletion.nuke(user, projects=map(UUID, chosen), actor=self.request.actor)
        self.is_gone = True
        return f"{name} is removed."

    def _projects(self) -> tuple[list[Any], list[Any]]:
        """Return the projects that go anyway, and those that others have a role in."""
        db, key = self.request.db, self.user.id
        alone = list(projects_owned_alone(db, key))
        going = {each.id for each in alone}
        return alone, [each for each in projects_of(db, key) if each.id not in going]
