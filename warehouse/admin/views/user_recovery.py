"""Giving a lost account back."""

from typing import Any, cast

from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import ActionForm, action, confirming
from warehouse.admin.views.users import UserAction
from warehouse.events.staff import State
from warehouse.recovery.models import RecoveryRequest, RecoveryStatus
from warehouse.recovery.queries import going_requests_of
from warehouse.recovery.services import HandlingService
from warehouse.security import Permission


class RecoveryAction(UserAction):
    """The base of actions on requests for an account."""

    @property
    def handling(self) -> HandlingService:
        """Return the service that gives accounts back."""
        return self.request.service(HandlingService)

    @property
    def going(self) -> list[RecoveryRequest]:
        """Return the requests that are not closed."""
        return list(going_requests_of(self.request.db, self.user.id))

    def state(self) -> State:
        """Return the requests that are not closed, and the ways into the account."""
        user, primary = self.user, self.user.primary_email
        return {
            "requests": [
                {"id": str(each.id), "status": each.status, "contact": each.contact}
                for each in self.going
            ],
            "primary": None if primary is None else primary.email,
            "has_second_factor": user.has_second_factor,
        }


class InitiateForm(ActionForm):
    """Where the person reads mail now, and where they wrote to staff."""

    override_to_email = StringField(
        "Address that they read now", validators=[InputRequired("Write an address.")]
    )
    support_issue_link = StringField(
        "Link to what they wrote to staff",
        validators=[
            Optional(),
            Length(max=500),
            Regexp(r"https?://", message="Write a link like https://example.com/1."),
        ],
    )
    project_name = StringField(
        "Project in which they can prove themselves", validators=[Length(max=100)]
    )


@action("admin.user.account_recovery.initiate", Permission.ADMIN_USERS_RECOVER, reauth=True)
class Initiate(RecoveryAction):
    """Begin a request for somebody who wrote to staff."""

    name, title = "user.account_recovery.initiate", "Begin a recovery"
    form_class = InitiateForm

    def effects(self) -> list[str]:
        """Say what follows."""
        return [
            "The address is sent a link; whoever follows it is shown a text to put in a "
            "public place of a project.",
            "Then all verified addresses of the account are told, and can object.",
            "Nothing of the account changes before you complete it.",
        ]

    def act(self, form: Any) -> str:
        """Begin it."""
        project = form.project_name.data or ""
        self.handling.initiate(
            self.user,
            form.override_to_email.data,
            statement=form.support_issue_link.data or "",
            projects=(project,) if project else (),
            locale=self.request.locale.code,
            actor=self.request.actor,
        )
        return f"{form.override_to_email.data} is sent a link."


@action("admin.user.account_recovery.cancel", Permission.ADMIN_USERS_RECOVER, reauth=True)
class Refuse(RecoveryAction):
    """Close all requests for an account."""

    name, title = "user.account_recovery.cancel", "Refuse the recovery"

    def effects(self) -> list[str]:
        """Say who is told."""
        return [
            f"Requests that are closed: {len(self.going)}.",
            "Whoever asked is told that there was no proof.",
        ]

    def act(self, form: Any) -> str:
        """Close them."""
        self.handling.refuse(self.user, actor=self.request.actor)
        return f"Nobody asks for {self.user.username} any more."


@action("admin.user.account_recovery.complete", Permission.ADMIN_USERS_RECOVER, reauth=True)
class Complete(RecoveryAction):
    """Give an account to whoever proved that it is theirs."""

    name, title, is_danger = "user.account_recovery.complete", "Complete the recovery", True
    confirms = "username"

    @property
    def open(self) -> list[RecoveryRequest]:
        """Return the requests whose contact address is proved."""
        return [each for each in self.going if each.status == RecoveryStatus.OPEN]

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the requests that can be completed."""
        choices = [
            (str(each.id), f"{each.contact}, proof {each.proof} at {each.place or '?'}")
            for each in self.open
        ]
        fields = {"request": SelectField("Request", choices=choices)}
        named = confirming("username", "Type the username")
        return cast(ActionForm, type("CompleteForm", (named,), fields)(data))

    def effects(self) -> list[str]:
        """Say what changes."""
        return [
            "Look for the proof in its place first: no program does.",
            "Authenticator, keys and recovery codes are removed, and all sessions end.",
            "The contact address becomes the primary one, and counts as verified.",
            "The password is reset, and the contact address is told how to choose another.",
            "If the account was stolen, its API tokens are revoked.",
        ]

    def act(self, form: Any) -> str:
        """Give it."""
        for each in self.open:
            if str(each.id) == form.request.data:
                self.handling.complete(self.user, each, actor=self.request.actor)
                return f"{self.user.username} belongs to {each.contact}."
        raise ActionRefused("No request for this account can be completed now.")
