"""YARA rules: adding, trying, changing, switching; and dismissing what they matched."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from pyramid.httpexceptions import HTTPNotFound
from pyramid.view import view_config, view_defaults
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from warehouse.admin.views.actions import Action, ActionForm, ActionRefused, action
from warehouse.admin.views.base import AdminView
from warehouse.events.staff import State
from warehouse.http import Request
from warehouse.http.keys import found_by_key
from warehouse.packaging.models import File
from warehouse.scanning import queries
from warehouse.scanning.members import ArchiveUnreadable
from warehouse.scanning.models import FileMatch, NameMatch, YaraRules
from warehouse.scanning.services import RuleService, RulesRefused, ScanService
from warehouse.security import Permission
from warehouse.storage import BlobMissing

TRIED = 20
"""Files that rules are tried on."""

SECONDS = 10
"""The time after which no further file is tried."""

LARGEST = 5_000_000
"""Bytes of a file that rules are tried on."""


class OfRules:
    """What is about the rules that the URL names."""

    request: Request
    section = "admin.yara_rules"

    @property
    def rules(self) -> YaraRules:
        """Return the rules; raises `HTTPNotFound`."""
        found = queries.rules_named(self.request.db, self.request.matchdict["name"])
        if found is None:
            raise HTTPNotFound("There are no such rules.")
        return found


@view_defaults(
    route_name="admin.yara_rules.one",
    permission=Permission.ADMIN_OBSERVATIONS_READ,
    uses_session=True,
    renderer="admin/yara_rules.html",
)
class RulesView(OfRules, AdminView):
    """The page about one text of rules."""

    @view_config()
    def show(self) -> dict[str, Any]:
        """Show the text."""
        return self._page(tried=None)

    @view_config(request_param="try")
    def try_out(self) -> dict[str, Any]:
        """Show which of the newest files the rules match; nothing is kept."""
        rules, until, tried = self.rules, time.monotonic() + SECONDS, []
        for file in queries.newest_files(self.request.db, limit=TRIED):
            if time.monotonic() > until:
                break
            if (file.size or 0) <= LARGEST:
                tried.append((file.filename, *self._outcome(rules, file)))
        return self._page(tried=tried)

    def _outcome(self, rules: YaraRules, file: File) -> tuple[list[tuple[str, str]], str]:
        try:
            scanning = self.request.service(ScanService)
            return scanning.try_out(file, rules), ""
        except (ArchiveUnreadable, BlobMissing) as error:
            return [], str(error)

    def _page(self, **values: Any) -> dict[str, Any]:
        name = self.rules.name
        offered = [
            ("change", "Change"),
            ("switch", "Switch off" if self.rules.is_enabled else "Switch on"),
            ("delete", "Delete"),
        ]
        may = self.request.has_permission(Permission.ADMIN_RULES_WRITE)
        return self.page(
            rules=self.rules,
            actions=[
                (self.request.route_path(f"admin.yara_rules.{each}", name=name), title)
                for each, title in offered
                if may
            ],
            **values,
        )


class RulesForm(ActionForm):
    """A text of rules."""

    source = TextAreaField("Rules", validators=[InputRequired("Write at least one rule.")])


class NewRulesForm(RulesForm):
    """A text of rules, and its name."""

    name = StringField("Name", validators=[InputRequired("Choose a name.")])


class RulesAction(OfRules, Action):
    """The base of actions on rules."""

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the rules."""
        name = self.request.matchdict["name"]
        return "yara-rules", name, name

    @property
    def back(self) -> str:
        """Return the list of rules."""
        return str(self.request.route_path("admin.yara_rules"))

    def effects(self) -> list[str]:
        """Say what rules do."""
        return [
            "Files that are uploaded from now on are looked through.",
            "Nothing is refused.",
        ]

    def state(self) -> State:
        """Return the text and whether it is switched on."""
        found = queries.rules_named(self.request.db, self.subject[2])
        if found is None:
            return {}
        return {"source": found.source, "is_enabled": found.is_enabled}

    def put(self, name: str, source: str) -> str:
        """Keep a text of rules and say so; raises `ActionRefused`."""
        try:
            self.request.service(RuleService).put(name, source)
        except RulesRefused as refused:
            raise ActionRefused(str(refused)) from refused
        return f"The rules {name} are kept."


@action("admin.yara_rules.add", Permission.ADMIN_RULES_WRITE)
class AddRules(RulesAction):
    """Add rules."""

    name, title, form_class = "yara-rules.add", "Add rules", NewRulesForm

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the rules that are to be."""
        name = self.request.POST.get("name", "")
        return "yara-rules", name, name

    def act(self, form: Any) -> str:
        """Keep them."""
        if queries.rules_named(self.request.db, form.name.data) is not None:
            raise ActionRefused(f"There are rules {form.name.data} already.")
        return self.put(form.name.data, form.source.data)


@action("admin.yara_rules.change", Permission.ADMIN_RULES_WRITE)
class ChangeRules(RulesAction):
    """Change the text of rules."""

    name, title, form_class = "yara-rules.change", "Change", RulesForm

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form with the text as it is."""
        return RulesForm(data, data={"source": self.rules.source} if data is None else None)

    def act(self, form: Any) -> str:
        """Keep the new text."""
        return self.put(self.rules.name, form.source.data)


@action("admin.yara_rules.switch", Permission.ADMIN_RULES_WRITE)
class SwitchRules(RulesAction):
    """Switch rules on or off."""

    name, title = "yara-rules.switch", "Switch"

    def effects(self) -> list[str]:
        """Say what it does."""
        is_on = self.rules.is_enabled
        return [
            "They look nothing through." if is_on else "They look uploads through again."
        ]

    def act(self, form: Any) -> str:
        """Switch them."""
        rules = self.rules
        self.request.service(RuleService).switch(rules, on=not rules.is_enabled)
        return f"The rules {rules.name} are {'on' if rules.is_enabled else 'off'}."


@action("admin.yara_rules.delete", Permission.ADMIN_RULES_WRITE)
class DeleteRules(RulesAction):
    """Delete rules."""

    name, title, is_danger = "yara-rules.delete", "Delete", True

    def effects(self) -> list[str]:
        """Say what it does."""
        return ["They look nothing through any more; what they matched stays."]

    def act(self, form: Any) -> str:
        """Delete them."""
        name = self.rules.name
        self.request.service(RuleService).delete(self.rules)
        return f"The rules {name} are deleted."


class Dismiss(Action):
    """The base of noting that nothing follows from a match."""

    title = "Dismiss"
    find: ClassVar[Callable[[Any, UUID], FileMatch | NameMatch | None]]

    @property
    def match(self) -> Any:
        """Return the match that the URL names; raises `HTTPNotFound`."""
        return found_by_key(
            self.request,
            partial(type(self).find, self.request.db),
            "There is no such match.",
        )

    @property
    def back(self) -> str:
        """Return the list of open matches."""
        return str(self.request.route_path(self.section, _query={"q": "is:open"}))

    def state(self) -> State:
        """Return who dismissed it."""
        return {"dismissed_by": self.match.dismissed_by}

    def act(self, form: Any) -> str:
        """Dismiss it."""
        self.request.service(RuleService).dismiss(self.match, actor=self.request.actor)
        return "The match is dismissed."


@action("admin.file_match.dismiss", Permission.ADMIN_OBSERVATIONS_WRITE)
class DismissFileMatch(Dismiss):
    """Dismiss a match of a rule."""

    section, name = "admin.file_matches", "file-match.dismiss"
    find = queries.match_with_id

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the match, by its file."""
        return "file-match", str(self.match.id), self.match.file.filename

    def effects(self) -> list[str]:
        """Say what matched."""
        rule, member = self.match.rule, self.match.member
        return [f"{rule} matched {member}.", "It is no longer listed as open."]


@action("admin.name_match.dismiss", Permission.ADMIN_OBSERVATIONS_WRITE)
class DismissNameMatch(Dismiss):
    """Dismiss a match of names."""

    section, name = "admin.name_matches", "name-match.dismiss"
    find = queries.name_match_with_id

    @property
    def subject(self) -> tuple[str, str, str]:
        """Return the match, by its project."""
        return "name-match", str(self.match.id), self.match.project.name

    def effects(self) -> list[str]:
        """Say what it resembles."""
        return [
            f"It resembles {self.match.resembles}: {self.match.reason}.",
            "The two are not listed again.",
        ]
