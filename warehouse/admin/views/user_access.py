"""What staff do with the password and the recovery codes of an account."""

from typing import Any

from wtforms import TextAreaField
from wtforms.validators import InputRequired

from warehouse.accounts.services.recovery_codes import RecoveryCodeService
from warehouse.accounts.services.support import SupportService
from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import ActionForm, action, confirming
from warehouse.admin.views.users import UserAction
from warehouse.events.staff import State
from warehouse.security import Permission


@action("admin.user.reset_password", Permission.ADMIN_USERS_RECOVER, reauth=True)
class ResetPassword(UserAction):
    """Make a password worthless."""

    name, title, is_danger = "user.reset_password", "Reset the password", True
    form_class = confirming("username", "Type the username")
    confirms = "username"

    def effects(self) -> list[str]:
        """Say what the owner has to do."""
        return [
            "The password opens nothing any more, and all sessions end.",
            "The owner is told by mail, and chooses another by way of a link that is asked "
            "for on the sign-in page. Accounts of staff get no such link.",
            "API tokens go on working.",
        ]

    def state(self) -> State:
        """Return why the password opens nothing, if it does not."""
        return {"disabled_for": self.user.disabled_for}

    def act(self, form: Any) -> str:
        """Reset it."""
        self.request.service(SupportService).reset_password(
            self.user, actor=self.request.actor
        )
        return f"The password of {self.user.username} is reset."


class BurnForm(ActionForm):
    """Codes, one a line."""

    to_burn = TextAreaField(
        "Codes that the owner told, one a line",
        validators=[InputRequired("Write at least one code.")],
    )


@action("admin.user.burn_recovery_codes", Permission.ADMIN_USERS_RECOVER, reauth=True)
class BurnCodes(UserAction):
    """Use recovery codes up that an owner told, which proves who it is."""

    name, title, form_class = "user.burn_recovery_codes", "Burn recovery codes", BurnForm

    def effects(self) -> list[str]:
        """Say how many codes are left."""
        return [
            f"Codes that are left: {self.user.codes_left}.",
            "Each code that is right is used up, and the owner is told by mail.",
        ]

    def state(self) -> State:
        """Return how many codes are left."""
        return {"codes_left": self.user.codes_left}

    def act(self, form: Any) -> str:
        """Use them up."""
        codes = form.to_burn.data.split()
        burned = self.request.service(RecoveryCodeService).burn_for(
            self.user, codes[:8], actor=self.request.actor
        )
        if not burned:
            raise ActionRefused("None of these codes is right and unused.")
        return f"Codes that were right and are used up: {burned} of {len(codes)}."
