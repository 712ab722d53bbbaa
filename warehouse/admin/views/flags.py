"""The switches of the index."""

from datetime import UTC, datetime
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import BooleanField, DateTimeField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from warehouse.admin.refusals import ActionRefused
from warehouse.admin.views.actions import Action, ActionForm, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.flags.models import AdminFlag
from warehouse.flags.services import FlagService, FlagState
from warehouse.security import Permission

_TIMES = ["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d"]


@view_defaults(permission=Permission.ADMIN_FLAGS_READ, uses_session=True)
class FlagsView(AdminView):
    """The page with all flags."""

    section = "admin.flags"

    @view_config(route_name="admin.flags", renderer="admin/flags.html")
    def show(self) -> dict[str, Any]:
        """Show which are on, why, and until when."""
        return self.page(
            flags=self.request.service(FlagService).all(), now=datetime.now(UTC)
        )


class FlagForm(ActionForm):
    """All that can be changed of a flag."""

    id = SelectField("Flag")
    description = StringField(
        "Description, for everybody",
        validators=[InputRequired("Say what it means."), Length(max=500)],
    )
    enabled = BooleanField("It is on")
    notify = BooleanField("Pages show the description while it is on")
    ends = DateTimeField(
        "Ends by itself at (UTC, as 2026-12-24 18:00), empty for never",
        format=_TIMES,
        validators=[Optional()],
    )

    def validate_ends(self, field: Any) -> None:
        """Raise `ValidationError` for an end that is over."""
        if field.data is not None and _utc(field.data) <= datetime.now(UTC):
            raise ValidationError("This time is over.")


@action("admin.flags.edit", Permission.ADMIN_FLAGS_WRITE)
class EditFlag(Action):
    """Switch a flag, at once or until a time."""

    section = "admin.flags"
    name, title, form_class = "flag.edit", "Edit a flag", FlagForm
    read_only = "allow"

    @property
    def flags(self) -> FlagService:
        """Return the service that switches flags."""
        return self.request.service(FlagService)

    @property
    def flag(self) -> AdminFlag:
        """Return the flag that the form or the address names; raises `ActionRefused`."""
        asked = self.request.POST.get("id") or self.request.GET.get("id") or ""
        for each in self.flags.all():
            if not asked or each.id == asked:
                return each
        raise HTTPNotFound(f"There is no flag “{asked}”.")

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the flag."""
        return "flag", self.flag.id, self.flag.id

    @property
    def back(self) -> str:
        """Return the page with all flags."""
        return self.list_path

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the flag as it is."""
        flag = self.flag
        form: Any = FlagForm(data, data=None if data is not None else vars_of(flag))
        form.id.choices = [(each.id, each.id) for each in self.flags.all()]
        return form  # type: ignore[no-any-return]

    def effects(self) -> list[str]:
        """Say when it holds."""
        return ["It holds from the next request on."]

    def state(self) -> State:
        """Return the flag as it is."""
        return vars_of(self.flag)

    def act(self, form: Any) -> str:
        """Switch it."""
        flag = self.flags.find(form.id.data)
        if flag is None:
            raise ActionRefused(f"There is no flag “{form.id.data}”.")
        ends = form.ends.data
        state = FlagState(
            description=form.description.data,
            enabled=form.enabled.data,
            notify=form.notify.data,
            reason=form.reason.data,
            ends=None if ends is None else _utc(ends),
        )
        self.flags.set(flag, state)
        return f"{flag.id} is {'on' if flag.enabled else 'off'}."


def vars_of(flag: AdminFlag) -> State:
    """Return what can be changed of a flag."""
    names = ("id", "description", "enabled", "notify", "ends")
    return {name: getattr(flag, name) for name in names}


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)
