"""The rule by which old pre-releases are deleted, with what it would delete now."""

from typing import Any

from wtforms import Form, IntegerField
from wtforms.validators import NumberRange, Optional, StopValidation

from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.project.actions import OwnerAction, owner_action
from warehouse.packaging.selections import Candidate
from warehouse.retention import RetentionService
from warehouse.retention.rules import Retention

_MOST = 10_000
_SHOWN = 100


_WRONG = _("Write a number from 1 to ${most}.").with_values(most=_MOST)


def _number_field() -> IntegerField:
    return IntegerField(validators=[Optional(), NumberRange(1, _MOST, _WRONG)])


class RetentionForm(Form):
    """What is kept; an empty field keeps all."""

    prereleases = _number_field()
    dev_days = _number_field()

    def validate_prereleases(self, field: IntegerField) -> None:
        """Say in our words that it is no number."""
        if field.data is None:
            field.errors = []
            raise StopValidation(_WRONG)

    validate_dev_days = validate_prereleases

    @property
    def retention(self) -> Retention:
        """Return what is kept."""
        return Retention(self.prereleases.data, self.dev_days.data)


@owner_action("manage.project.retention", renderer="manage/project/retention.html")
class SetRetention(OwnerAction):
    """Show what a rule deletes, as the query string has it or as it is, and set it."""

    section = "manage.project.releases"

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Clean up pre-releases of ${project}"))

    @property
    def after(self) -> str:
        """Return the page again, which says what is set."""
        return self.path("manage.project.retention")

    @property
    def service(self) -> RetentionService:
        """Return the service of rules."""
        return self.request.service(RetentionService)

    def make_form(self, data: Any = None) -> RetentionForm:
        """Return the form as it was sent, as it is asked for, or as the rule is."""
        if data is None and self.request.GET:
            data = self.request.GET
        now = self.service.retention_of(self.project)
        values = {"prereleases": now.prereleases, "dev_days": now.dev_days}
        return RetentionForm(data, data=None if data else values)

    def act(self, form: Any) -> str:
        """Set the rule."""
        self.service.set(self.project, form.retention, actor=self.request.actor)
        if form.retention.is_empty:
            return _("Nothing is deleted by a rule any more.")
        return _("The rule is set. It is applied every night.")

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of the template, with what the rule of the form deletes."""
        form: RetentionForm = values["form"]
        now = self.service.retention_of(self.project)
        due: list[Candidate] = []
        if form.validate():
            due = self.service.due(self.project, form.retention)
        return super().page(
            is_tried=bool(self.request.GET),
            is_set=not now.is_empty,
            due=due[:_SHOWN],
            count=ngettext("${n} release", "${n} releases", len(due)),
            has_more=len(due) > _SHOWN,
            kept_for=self.kept(),
            **values,
        )
