"""What is stored of finished answers, and having everybody forget some of it."""

import re
from typing import Any

from pyramid.view import view_config
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from warehouse.admin.views.actions import Action, ActionForm, ActionRefused, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.packaging.caching import spelled_key
from warehouse.purges import purge, purge_everything
from warehouse.purges.queries import log_state, readers
from warehouse.search.tasks import rank_search, sweep_search_everywhere
from warehouse.security import Permission

ALL = "all"
_KEY = re.compile(r"[a-z0-9-]+(/\S+)?\Z")


class CachesView(AdminView):
    """The page of caches and of what search keeps."""

    section = "admin.caches"

    @view_config(
        route_name="admin.caches",
        permission=Permission.ADMIN_JOBS_READ,
        uses_session=True,
        renderer="admin/caches.html",
    )
    def show(self) -> dict[str, Any]:
        """Show who stores answers, and how far each has read the log of purges."""
        db = self.request.db
        return self.page(
            log=log_state(db),
            readers=readers(db),
            cdn=self.request.settings.cdn.backend,
            tasks=(
                (sweep_search_everywhere.name, "Write outdated documents of search"),
                (rank_search.name, "Count dependents and facets anew"),
            ),
        )


class PurgeForm(ActionForm):
    """A surrogate key."""

    key = StringField(
        "Key",
        description="As in project/NAME, user/NAME or all-html; all is everything.",
        validators=[InputRequired(), Length(max=300)],
    )


@action("admin.caches.purge", Permission.ADMIN_JOBS_WRITE)
class Purge(Action):
    """Have everybody forget what a key names."""

    name, title = "cache.purge", "Purge"
    section = "admin.caches"
    form_class = PurgeForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the key that was sent."""
        given = self.request.POST.get("key", "")[:300]
        return "cache", given or ALL, given or "stored answers"

    @property
    def back(self) -> str:
        """Return the page of caches."""
        return str(self.request.route_path("admin.caches"))

    def effects(self) -> list[str]:
        """Say what happens."""
        return [
            "No web process shows what it has stored of it: it is made anew when needed.",
            "A CDN is told by a worker. Nothing that was published changes.",
        ]

    def state(self) -> State:
        """Return nothing: what is stored is no state of ours."""
        return {}

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the key that a link names."""
        named = self.request.GET.get("key", "")
        return PurgeForm(data, data={"key": named} if data is None else None)

    def act(self, form: Any) -> str:
        """Purge it."""
        key = form.key.data.strip()
        if key == ALL:
            purge_everything(self.request.db)
            return "Everything is purged."
        if not _KEY.match(key):
            raise ActionRefused(f"“{key}” is no key, such as project/numpy.")
        spelled = spelled_key(key)
        purge(self.request.db, spelled)
        return f"{spelled} is purged."
