"""Views: all of them, each with its history; making, changing and deleting them."""

from datetime import UTC, datetime
from typing import Any

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from warehouse.admin.views.actions import (
    Action,
    ActionRefused,
    PreviewedAction,
    PreviewedForm,
    action,
    confirming,
)
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.index_views import pin_queries, queries
from warehouse.index_views.errors import RuleInvalid
from warehouse.index_views.impact import Change, Impact, impact
from warehouse.index_views.models import IndexView
from warehouse.index_views.pinning import share_of, would_keep
from warehouse.index_views.reading import LONGEST, read_rule
from warehouse.index_views.rules import Rule
from warehouse.index_views.services import IndexViewService
from warehouse.index_views.sources import Sources
from warehouse.security import Permission

_MOST_FILES = 20_000
"""Files that a dry run looks at while somebody waits."""

_SHOWN = 30
"""Projects that it names."""


class _RuleForm(PreviewedForm):
    document = TextAreaField(
        "Rule, as TOML",
        validators=[Length(max=LONGEST, message=f"Use at most {LONGEST} characters.")],
        render_kw={"rows": 20},
    )


class NewViewForm(_RuleForm):
    """A name, and its first rule."""

    name = StringField("Name", validators=[InputRequired(), Length(max=50)])


class ViewForm(_RuleForm):
    """Another rule, and which one it was made of."""

    seen = HiddenField()


@view_defaults(
    route_name="admin.views", permission=Permission.ADMIN_VIEWS_READ, uses_session=True
)
class IndexViewsView(AdminView):
    """The page of all views."""

    section = "admin.views"

    @view_config(renderer="admin/views.html")
    def show(self) -> dict[str, Any]:
        """Show every view."""
        return self.page(views=queries.all_views(self.request.db))


@view_defaults(
    route_name="admin.view", permission=Permission.ADMIN_VIEWS_READ, uses_session=True
)
class IndexViewView(AdminView):
    """The page of one view."""

    section = "admin.views"

    @view_config(renderer="admin/view.html")
    def show(self) -> dict[str, Any]:
        """Show every rule that a view has had, the newest first."""
        view = _named(self.request)
        db = self.request.db
        versions = queries.versions_of(db, view)
        return self.page(
            view=view,
            versions=versions,
            keeps=read_rule(versions[0].document).keeps_files,
            pins=pin_queries.pinned_by(db, view),
            all_pins=pin_queries.pinned_by_all(db).size,
            share=share_of(self.request.settings.upstreams.most_bytes),
            refusal=pin_queries.refusal_of(db, view),
        )


class _Rule(PreviewedAction):
    """The base of what gives a view a rule."""

    section = "admin.views"

    @property
    def view(self) -> IndexView | None:
        """Return the view that the URL names, if it names one."""
        return None

    def preview(self, form: Any) -> list[str]:
        """Return which files would appear and vanish; raises `ActionRefused`."""
        sources = self.request.registry[Sources]
        try:
            new = read_rule(_document(form), sources)
        except RuleInvalid as error:
            raise ActionRefused(str(error)) from error
        old = None
        if self.view is not None:
            old = read_rule(queries.newest_of(self.request.db, self.view).document)
        found = impact(
            self.request.db, sources, old, new, datetime.now(UTC), most=_MOST_FILES
        )
        said = [
            f"It shows {found.shown} of {found.files} files.",
            f"{found.appear} files would appear and {found.vanish} would vanish.",
            *self._would_keep(new, found),
            *map(_sentence, found.changes[:_SHOWN]),
        ]
        if len(found.changes) > _SHOWN:
            said.append(f"So would files of {len(found.changes) - _SHOWN} more projects.")
        if not found.is_whole:
            said.append("Not all files were looked at: “warehouse views check” does.")
        return said

    def _would_keep(self, new: Rule, found: Impact) -> list[str]:
        if not new.keeps_files:
            return []
        most_bytes = self.request.settings.upstreams.most_bytes
        return [would_keep(self.request.db, found, most_bytes)]


@action("admin.view.create", Permission.ADMIN_VIEWS_WRITE)
class CreateView(_Rule):
    """Make a view."""

    name, title = "view.create", "Make a view"
    form_class = NewViewForm
    made: IndexView | None = None

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the view, or the name that it will have."""
        if self.made is not None:
            return "view", str(self.made.id), self.made.name
        return "view", "new", self.request.POST.get("name", "")[:50]

    def state(self) -> State:
        """Return the rule, once there is one."""
        if self.made is None:
            return {}
        return {"name": self.made.name, "document": self.request.POST.get("document", "")}

    def act(self, form: Any) -> str:
        """Make it."""
        self.made = self.request.service(IndexViewService).add(
            form.name.data,
            _document(form),
            reason=form.reason.data,
            actor=self.request.actor,
        )
        return f"The view {self.made.name} is made."


class _OfView(AdminView):
    """The base of what is done to one view."""

    section = "admin.views"

    @property
    def view(self) -> IndexView:
        """Return the view that the URL names; raises `HTTPNotFound`."""
        return _named(self.request)

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the view."""
        return "view", str(self.view.id), self.view.name

    @property
    def back(self) -> str:
        """Return the page of the view."""
        return str(self.request.route_path("admin.view", name=self.view.name))


@action("admin.view.edit", Permission.ADMIN_VIEWS_WRITE)
class EditView(_OfView, _Rule):
    """Give a view another rule."""

    name, title = "view.edit", "Change the rule"
    form_class = ViewForm

    def make_form(self, data: Any = None) -> Any:
        """Return the form, with the rule as it is."""
        state = self.state()
        now = {"document": state["document"], "seen": state["version"]}
        return self.form_class(data, data=now if data is None else None)

    def state(self) -> State:
        """Return the newest rule and its number."""
        return queries.rule_of(self.request.db, self.view)

    def act(self, form: Any) -> str:
        """Change it, unless somebody else has meanwhile."""
        seen = form.seen.data
        made = self.request.service(IndexViewService).edit(
            self.view,
            _document(form),
            seen=int(seen) if seen.isdecimal() else 0,
            reason=form.reason.data,
            actor=self.request.actor,
        )
        return f"The view {self.view.name} has version {made.number}."


@action("admin.view.pins.release", Permission.ADMIN_VIEWS_WRITE)
class ReleasePins(_OfView, Action):
    """Let all files go that a view keeps."""

    name, title, is_danger = "view.release-files", "Release the files that it keeps", True

    def effects(self) -> list[str]:
        """Say what becomes of the files."""
        pins = pin_queries.pinned_by(self.request.db, self.view)
        return [
            f"Files: {pins.files:,}; of others the metadata alone: {pins.metadata:,}. They "
            "may be deleted when room is wanted, the longest unused first.",
            "What the other indexes no longer have cannot be had again then.",
            "While the rule says so, what is fetched through the view is kept again.",
        ]

    def state(self) -> State:
        """Return how much it keeps."""
        return pin_queries.pinned_by(self.request.db, self.view)._asdict()

    def act(self, form: Any) -> str:
        """Release them."""
        self.request.service(IndexViewService).release_pins(self.view)
        return f"The view {self.view.name} keeps no files until some are fetched again."


@action("admin.view.delete", Permission.ADMIN_VIEWS_WRITE)
class DeleteView(_OfView, Action):
    """Delete a view."""

    name, title, is_danger = "view.delete", "Delete the view", True
    form_class = confirming("view", "Type the name of the view")
    confirms = "view"

    def effects(self) -> list[str]:
        """Say who finds nothing any more, and what is lost."""
        db, name = self.request.db, self.view.name
        pins = pin_queries.pinned_by(db, self.view)
        rules = len(queries.versions_of(db, self.view))
        return [
            f"Whoever installs from /views/{name}/ is told that there is no such view, at "
            "earlier moments as well.",
            f"Rules that are deleted: {rules}; the newest is in the record of this action.",
            f"Files of other indexes that it keeps no more: {pins.files:,}; of others the "
            f"metadata alone: {pins.metadata:,}.",
            "Who makes another view of this name begins anew.",
        ]

    def state(self) -> State:
        """Return the newest rule and its number."""
        return queries.rule_of(self.request.db, self.view)

    def act(self, form: Any) -> str:
        """Delete it."""
        view = self.view
        self.request.service(IndexViewService).delete(view)
        self.is_gone = True
        return f"The view {view.name} is deleted."


def _named(request: Request) -> IndexView:
    """Return the view that the URL names; raises `HTTPNotFound`."""
    view = queries.view_named(request.db, request.matchdict["name"])
    if view is None:
        raise HTTPNotFound("There is no such view.")
    return view


def _document(form: Any) -> str:
    """Return the rule as it was written; browsers end its lines by two characters."""
    return str(form.document.data or "").replace("\r\n", "\n")


def _sentence(change: Change) -> str:
    parts = [
        f"{verb} {', '.join(names)}"
        for verb, names in (("shows", change.appear), ("hides", change.vanish))
        if names
    ]
    return f"{change.project}: {'; '.join(parts)}."
