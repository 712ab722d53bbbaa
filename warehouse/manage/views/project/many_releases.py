"""Yanking, giving back and deleting many releases, chosen by version, age or hand."""

from datetime import date
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, DateField, Form, RadioField, StringField
from wtforms.validators import Optional, StopValidation, ValidationError

from warehouse.http.fields import BoxesField, trimmed
from warehouse.i18n import Message, _, ngettext
from warehouse.manage.views.project.actions import (
    OwnerAction,
    owner_action,
    sentence_field,
)
from warehouse.packaging import queries
from warehouse.packaging.many_signals import ManyChange
from warehouse.packaging.selections import (
    Candidate,
    Selection,
    SpecifierInvalid,
    read_specifier,
)
from warehouse.packaging.services import MOST_AT_ONCE, ManyReleasesService

_CHANGES = {
    ManyChange.YANK: _("Yank"),
    ManyChange.UNYANK: _("Give back to installers"),
    ManyChange.DELETE: _("Delete"),
}


class SelectionForm(Form):
    """Which releases: by specifier, by date, pre-releases only."""

    specifier = StringField(filters=[trimmed])
    before = DateField(validators=[Optional()])
    only_prereleases = BooleanField()

    def validate_specifier(self, field: StringField) -> None:
        """Raise `ValidationError` unless it is a specifier."""
        try:
            read_specifier(field.data or "")
        except SpecifierInvalid as error:
            wrong = _("“${typed}” is no version specifier. Write one as in “==2.*”.")
            typed = (field.data or "")[:100]
            raise ValidationError(wrong.with_values(typed=typed)) from error

    def validate_before(self, field: DateField) -> None:
        """Say in our words that it is no date."""
        if field.data is None:
            field.errors = []
            raise StopValidation(_("Enter a date as in 2027-03-31."))

    @property
    def selection(self) -> Selection:
        """Return what was chosen."""
        before: date | None = self.before.data
        return Selection(
            specifier=read_specifier(self.specifier.data or ""),
            before=before,
            only_prereleases=self.only_prereleases.data,
        )


class ManyForm(Form):
    """What is done to which releases, why, and the name of the project to confirm."""

    version = BoxesField(is_needed=True)
    change = RadioField(
        choices=[(each.value, words) for each, words in _CHANGES.items()],
        default=ManyChange.YANK.value,
    )
    yanked_reason = sentence_field(500, _("Use at most 500 characters."))
    confirm_project_name = StringField()


@owner_action(
    "manage.project.releases.change", renderer="manage/project/many_releases.html"
)
class ChangeReleases(OwnerAction):
    """Change the releases that are ticked, out of those that the query string chooses."""

    section = "manage.project.releases"
    confirms, is_danger = "confirm_project_name", True

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.choosing = SelectionForm(request.GET)
        self.is_chosen = any(request.GET.values())
        self.found: list[Candidate] = []
        if self.choosing.validate():
            chosen = self.choosing.selection
            candidates = queries.candidates_of(request.db, self.project)
            self.found = [each for each in candidates if chosen.has(each)]
        # The oldest go first: whoever has more comes back for the others.
        self.offered = self.found[-MOST_AT_ONCE:]

    @property
    def title(self) -> Message:
        """Return what is done."""
        return self._named(_("Change many releases of ${project}"))

    @property
    def labels(self) -> dict[str, Message]:
        """Return the words of each field."""
        return {
            "yanked_reason": _("Why yank? Everybody reads it, and pip shows it (optional)"),
            "confirm_project_name": _("Type the name of the project to confirm"),
        }

    def effects(self) -> list[str]:
        """Say what deleting does, and who needs the project."""
        [preview] = queries.contents_of(self.request.db, [self.project.id])
        needed = ngettext(
            "${n} project requires ${project}.",
            "${n} projects require ${project}.",
            preview.dependents,
            project=self.project.name,
        )
        return [
            *([needed] if preview.dependents else []),
            _("Whoever asks for exactly a deleted release cannot install it any more."),
            *self.kept(),
        ]

    def make_form(self, data: Any = None) -> ManyForm:
        """Return the form; releases are ticked that were chosen by more than nothing."""
        form = ManyForm(data)
        versions = [each.version for each in self.offered]
        form.version.choices = [(each, each) for each in versions]
        if data is None and self.is_chosen:
            form.version.data = versions
        return form

    def act(self, form: Any) -> str:
        """Change the releases, and return how many there were."""
        change = ManyChange(form.change.data)
        count = self.request.service(ManyReleasesService).change(
            self.project,
            form.version.data,
            change,
            reason=form.yanked_reason.data if change is ManyChange.YANK else "",
            actor=self.request.actor,
        )
        return _done(change, count)

    def page(self, **values: Any) -> dict[str, Any]:
        """Return the values of the template, with what was found."""
        return super().page(
            choosing=self.choosing,
            changes=_CHANGES,
            offered=self.offered,
            left=len(self.found) - len(self.offered),
            **values,
        )


def _done(change: ManyChange, count: int) -> Markup:
    if change is ManyChange.YANK:
        return ngettext("${n} release is yanked.", "${n} releases are yanked.", count)
    if change is ManyChange.UNYANK:
        return ngettext(
            "${n} release is not yanked any more.",
            "${n} releases are not yanked any more.",
            count,
        )
    return ngettext("${n} release is deleted.", "${n} releases are deleted.", count)
