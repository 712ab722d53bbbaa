"""Usernames that nobody may register, and the accounts that have them."""

from typing import Any
from uuid import uuid4

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.accounts.models import User
from warehouse.accounts.names import is_valid_name
from warehouse.accounts.queries import users_named
from warehouse.accounts.services.deletion import DeletionService
from warehouse.accounts.services.prohibitions import UsernameProhibitionService
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import PreviewedAction, PreviewedForm, action
from warehouse.packaging.queries import contents_of, projects_owned_alone
from warehouse.security import Permission

MOST_NAMES = 1000
"""Names of one action."""


class UsernamesForm(PreviewedForm):
    """Usernames, one a line."""

    users = TextAreaField(
        "Usernames, one a line", validators=[InputRequired("Write a username.")]
    )
    comment = StringField("Comment, for the list", validators=[Length(max=300)])


@action("admin.prohibited_user_names.bulk", Permission.ADMIN_USERNAMES_WRITE, reauth=True)
class ProhibitUsernames(PreviewedAction):
    """Let nobody register some names, and remove the accounts that have them."""

    section = "admin.prohibited_user_names"
    name, title, is_danger = "username.prohibit", "Prohibit", True
    form_class = UsernamesForm

    def preview(self, form: Any) -> list[str]:
        """Return which accounts are removed, and which projects go with them."""
        names = self._names(form)
        found, db = self._accounts(names), self.request.db
        said = [
            f"Names that are prohibited: {len(names)}.",
            f"Accounts that are removed: {len(found)}.",
        ]
        for user in found:
            alone = [each.id for each in projects_owned_alone(db, user.id)]
            said.append(f"{user.username} is removed; projects that go: {len(alone)}.")
            said += map(str, contents_of(db, alone))
        return said

    def act(self, form: Any) -> str:
        """Remove the accounts, prohibit the names, and record each."""
        names = self._names(form)
        found = self._accounts(names)
        removed = {each.username.lower() for each in found}
        self.batch_id = uuid4()
        deletion = self.request.service(DeletionService)
        for user in found:
            subject = ("user", str(user.id), user.username)
            before = {"emails": [each.email for each in user.emails]}
            deletion.nuke(user, actor=self.request.actor)
            self.record(form, subject, before, {})
        prohibitions = self.request.service(UsernameProhibitionService)
        for name in names:
            comment = form.comment.data or form.reason.data
            is_new = prohibitions.prohibit(name, comment=comment, actor=self.request.actor)
            if is_new and name.lower() not in removed:
                self.record(form, ("username", name, name), {}, {"is_prohibited": True})
        return f"Names that are prohibited now: {len(names)}; removed: {len(found)}."

    def _accounts(self, names: list[str]) -> list[User]:
        """Return the accounts with these names; raises `ActionRefused` for staff."""
        found = users_named(self.request.db, names)
        staff = [each.username for each in found if each.is_staff]
        if staff:
            raise ActionRefused(f"{staff[0]} is staff: dismiss them first.")
        return found

    def _names(self, form: Any) -> list[str]:
        found = list(dict.fromkeys(form.users.data.split()))
        wrong = [each for each in found if not is_valid_name(each)]
        if wrong:
            raise ActionRefused(f"“{wrong[0]}” is no username.")
        if len(found) > MOST_NAMES:
            raise ActionRefused(f"{len(found)} names: at most {MOST_NAMES} at once.")
        return found
