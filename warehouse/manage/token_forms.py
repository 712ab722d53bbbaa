"""The form of a new API token."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Form,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, StopValidation

from warehouse.i18n import _, ngettext
from warehouse.macaroons.caveats import TokenPermission

WHOLE_ACCOUNT = "scope:user"
SOME_PROJECTS = "scope:projects"
PROJECT = "scope:project:"
TICKED = "project."
"""The beginning of the names of checkboxes, each of which is for one project."""

PERMISSIONS = (
    (TokenPermission.PUBLISH, _("Upload files")),
    (TokenPermission.READ, _("Read what only you see, by the API")),
    (TokenPermission.MANAGE, _("Read and change everything, by the API")),
)
OF_ORGANIZATIONS = (
    (TokenPermission.PUBLISH, _("Upload files")),
    (TokenPermission.READ, _("Read what its members see, by the API")),
    (TokenPermission.MANAGE, _("Read that, and change its projects, by the API")),
)
NEVER, DATE = "", "date"
_DAYS = (7, 30, 90, 365)


class TokenForm(Form):
    """What a new token needs: its description, what it may do and where, and its end."""

    description = StringField(
        validators=[
            InputRequired(_("Say what the token is for.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            Regexp(r"[^\0]*\Z", message=_("Null bytes are not allowed.")),
        ]
    )
    permission = RadioField(
        choices=PERMISSIONS, default=TokenPermission.PUBLISH, validate_choice=False
    )
    token_scope = RadioField(validate_choice=False)
    lifetime = SelectField(default=NEVER, validate_choice=False)
    expires_on = DateField(validators=[Optional()])

    def __init__(
        self,
        formdata: Any = None,
        *,
        projects: Collection[str],
        longest_days: int,
        now: datetime | None = None,
        **options: Any,
    ) -> None:
        """Make the form for somebody with these projects, by their normalised names."""
        super().__init__(formdata, **options)
        self._projects, self._longest = projects, longest_days
        self._now = now or datetime.now(UTC)
        self.ticked = _ticked(formdata or {})
        self._offered = self._lifetimes()
        self.lifetime.choices = self._offered
        if formdata is None and longest_days:
            self.lifetime.data = str(min(longest_days, 90))

    @property
    def chosen(self) -> list[str] | None:
        """Return the names of the chosen projects, none for all; None without a choice."""
        scope = self.token_scope.data or ""
        if scope == WHOLE_ACCOUNT:
            return []
        if scope == SOME_PROJECTS:
            names = self.ticked
        else:
            names = [scope.removeprefix(PROJECT)] if scope.startswith(PROJECT) else []
        return names if names and set(names) <= set(self._projects) else None

    @property
    def expires_in(self) -> timedelta | None:
        """Return the lifetime of the token, None without an end."""
        if self.lifetime.data == DATE:
            assert self.expires_on.data is not None
            ends = datetime.combine(self.expires_on.data, time(23, 59, 59), tzinfo=UTC)
            return ends - self._now
        return timedelta(days=int(self.lifetime.data)) if self.lifetime.data else None

    def validate_permission(self, field: RadioField) -> None:
        """Refuse a permission that there is not."""
        if field.data not in list(TokenPermission):
            raise ValidationError(_("Choose what the token may do."))

    def validate_token_scope(self, field: RadioField) -> None:
        """Refuse a choice that names no project, one of others, or contradicts itself."""
        if field.data == WHOLE_ACCOUNT and self.ticked:
            raise ValidationError(
                _("You ticked projects: choose “Only these projects”, or untick them.")
            )
        if field.data == SOME_PROJECTS and not self.ticked:
            raise ValidationError(_("Choose at least one project."))
        if self.chosen is None:
            raise ValidationError(_("Choose what the token is good for."))

    def validate_lifetime(self, field: SelectField) -> None:
        """Refuse an end that is not offered, or too late."""
        if field.data not in {value for value, _label in self._offered}:
            raise ValidationError(_("Choose when the token ends."))
        if field.data == DATE and not any(self.expires_on.raw_data or ()):
            raise ValidationError(_("Enter the day on which the token ends."))

    def validate_expires_on(self, field: DateField) -> None:
        """Refuse a day that has passed, or that is too late; it counts only if chosen."""
        field.errors = []
        if self.lifetime.data != DATE:
            raise StopValidation
        if field.data is None:
            raise StopValidation(_("Enter a date as in 2027-03-31."))
        today = self._now.date()
        if field.data < today:
            raise ValidationError(_("That day has passed."))
        latest = today + timedelta(days=self._longest or 36_500)
        if field.data > latest:
            raise ValidationError(
                _("Choose a day until ${date}.", mapping={"date": latest.isoformat()})
            )

    def _lifetimes(self) -> list[tuple[str, str]]:
        offered: list[tuple[str, str]] = [] if self._longest else [(NEVER, _("Never"))]
        days = [each for each in _DAYS if not self._longest or each <= self._longest]
        if self._longest and self._longest not in days and self._longest < max(_DAYS):
            days = sorted([*days, self._longest])
        offered += [
            (str(each), ngettext("In ${n} day", "In ${n} days", each)) for each in days
        ]
        return [*offered, (DATE, _("On a day"))]


class OrganizationTokenForm(TokenForm):
    """The form of a token that an organization owns."""

    permission = RadioField(
        choices=OF_ORGANIZATIONS, default=TokenPermission.PUBLISH, validate_choice=False
    )
    ends_with_maker = BooleanField()


def _ticked(fields: Mapping[str, str]) -> list[str]:
    return [each.removeprefix(TICKED) for each in fields if each.startswith(TICKED)]
