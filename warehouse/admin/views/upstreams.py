"""Other indexes behind this one: switching them, and deciding whose a name is."""

from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from warehouse.admin.views.actions import Action, ActionForm, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.security import Permission
from warehouse.upstreams import UpstreamService, queries
from warehouse.upstreams.models import Upstream

_SECTION = "admin.upstreams"


@view_defaults(permission=Permission.ADMIN_UPSTREAMS_READ, uses_session=True)
class UpstreamsView(AdminView):
    """The page with all upstreams."""

    section = _SECTION

    @view_config(route_name="admin.upstreams", renderer="admin/upstreams.html")
    def show(self) -> dict[str, Any]:
        """Show which are asked, what is wrong with them, and which names were taken."""
        db = self.request.db
        return self.page(
            upstreams=queries.counted_upstreams(db),
            alarms=queries.alarms(db),
            taken=queries.taken_names(db),
            never=self.request.settings.upstreams.never,
        )


class UpstreamAction(Action):
    """The base of what is done to upstreams."""

    section = _SECTION

    @property
    def upstreams(self) -> UpstreamService:
        """Return the service that changes upstreams."""
        return self.request.service(UpstreamService)

    @property
    def back(self) -> str:
        """Return the page with all upstreams."""
        return self.list_path


class AddForm(ActionForm):
    """A new upstream."""

    upstream = StringField("Name, as in pypi", validators=[InputRequired("Write a name.")])
    url = StringField(
        "Address of its simple index", validators=[InputRequired("Write an address.")]
    )


@action("admin.upstreams.add", Permission.ADMIN_UPSTREAMS_WRITE, reauth=True)
class AddUpstream(UpstreamAction):
    """Add an upstream, which is asked after those there are."""

    name, title, form_class = "upstream.add", "Offer another index", AddForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the name that was typed."""
        typed = self.request.POST.get("upstream", "")
        return "upstream", typed, typed

    def effects(self) -> list[str]:
        """Say what is asked for."""
        return [
            "It is asked for every name that is not ours, after those there are.",
            "No new project can have a name that it has, unless that is taken over.",
        ]

    def state(self) -> State:
        """Return where it is, if it is there."""
        found = queries.upstream_named(self.request.db, self.subject[1])
        return {} if found is None else {"url": found.url}

    def act(self, form: Any) -> str:
        """Add it."""
        made = self.upstreams.add(form.upstream.data, form.url.data)
        return f"{made.name} is asked from now on."


class SwitchForm(ActionForm):
    """Whether an upstream is asked."""

    enabled = BooleanField("It is asked")


@action("admin.upstream.switch", Permission.ADMIN_UPSTREAMS_WRITE)
class SwitchUpstream(UpstreamAction):
    """Have an upstream asked, or not."""

    name, title, form_class = "upstream.switch", "Switch an upstream", SwitchForm

    @property
    def upstream(self) -> Upstream:
        """Return the upstream of the address."""
        name = self.request.matchdict["name"]
        found = queries.upstream_named(self.request.db, name)
        if found is None:
            raise HTTPNotFound(f"There is no upstream “{name}”.")
        return found

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the upstream."""
        return "upstream", self.upstream.name, self.upstream.name

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the upstream as it is."""
        return SwitchForm(data, enabled=self.upstream.is_enabled)

    def effects(self) -> list[str]:
        """Say what is shown of an upstream that is off."""
        return ["While it is off nothing of it is shown or sent, from the next request on."]

    def state(self) -> State:
        """Return whether it is asked."""
        return {"is_enabled": self.upstream.is_enabled}

    def act(self, form: Any) -> str:
        """Switch it."""
        name, is_enabled = self.upstream.name, form.enabled.data
        self.upstreams.switch(name, is_enabled=is_enabled)
        return f"{name} is {'asked' if is_enabled else 'not asked'} from now on."


class TakeForm(ActionForm):
    """A name that becomes ours."""

    project = StringField("Name", validators=[InputRequired("Write a name.")])


@action("admin.upstreams.take", Permission.ADMIN_UPSTREAMS_WRITE, reauth=True)
class TakeName(UpstreamAction):
    """Take a name over, so that a project of ours may have it."""

    name, title, form_class = "upstream.take", "Take a name over", TakeForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the name that was typed."""
        typed = self.request.POST.get("project", "")
        return "project-name", typed, typed

    def effects(self) -> list[str]:
        """Say what becomes of who installs it."""
        return [
            "No other index is asked for it any more: who installs it gets what is "
            "published here, and nothing until then.",
            "Anybody who may create projects can create this one.",
        ]

    def state(self) -> State:
        """Return nothing: the record says the name."""
        return {}

    def act(self, form: Any) -> str:
        """Take it over."""
        row = self.upstreams.take_over(
            form.project.data, reason=form.reason.data, actor=self.request.actor
        )
        return f"{row.normalized_name} is ours from now on."


@action("admin.upstream.release", Permission.ADMIN_UPSTREAMS_WRITE, reauth=True)
class ReleaseName(UpstreamAction):
    """Let upstreams be asked for a name again."""

    name, title, is_danger = "upstream.release", "Give a name back", True

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the name of the address."""
        name = self.request.matchdict["name"]
        return "project-name", name, name

    def effects(self) -> list[str]:
        """Say who answers for it then."""
        return ["Who installs it gets what the first other index has under this name."]

    def state(self) -> State:
        """Return nothing: the record says the name."""
        return {}

    def act(self, form: Any) -> str:
        """Give it back."""
        self.upstreams.give_back(self.subject[1])
        return f"{self.subject[1]} may come from elsewhere again."
