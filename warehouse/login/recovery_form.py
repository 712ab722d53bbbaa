"""The form of a request for a lost account."""

import re

from wtforms import Form, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from warehouse.accounts.addresses import normalised
from warehouse.accounts.errors import EmailInvalid
from warehouse.accounts.explanations import explain
from warehouse.accounts.names import is_valid_name
from warehouse.http.fields import trimmed
from warehouse.i18n import _
from warehouse.packaging.names import is_valid_name as is_valid_project
from warehouse.recovery.models import LostBecause
from warehouse.recovery.services import Wanted

_MOST_PROJECTS = 20

REASONS = {
    LostBecause.FACTORS: _(
        "My second factor and the recovery codes; the password is right"
    ),
    LostBecause.MAIL: _("The password, and no mail reaches me any more"),
    LostBecause.EVERYTHING: _("Password, second factor and mail"),
    LostBecause.STOLEN: _("Somebody else has taken the account"),
}
"""What people lose, in words."""


class RecoveryForm(Form):
    """Which account is lost, how, and where to answer."""

    username = StringField(
        validators=[InputRequired(_("Enter the username of the lost account."))],
        filters=[trimmed],
    )
    contact = StringField(
        validators=[
            InputRequired(_("Enter an address at which you read mail.")),
            Length(max=254, message=_("An address has at most 254 characters.")),
        ],
        filters=[trimmed],
    )
    reason = RadioField(
        choices=[(each.value, text) for each, text in REASONS.items()],
        validators=[InputRequired(_("Choose what you have lost."))],
    )
    projects = StringField(filters=[trimmed])
    statement = TextAreaField(
        validators=[Length(max=2000, message=_("Use at most 2000 characters."))],
        filters=[trimmed],
    )

    def validate_username(self, field: StringField) -> None:
        """Refuse what no account could be called."""
        if not is_valid_name(field.data or "") or len(field.data or "") > 50:
            raise ValidationError(_("This is no username."))

    def validate_contact(self, field: StringField) -> None:
        """Refuse what is no address."""
        try:
            normalised(field.data or "")
        except EmailInvalid as error:
            raise ValidationError(explain(error)[0]) from error

    def validate_projects(self, field: StringField) -> None:
        """Refuse what no project could be called."""
        names = self.project_names
        if len(names) > _MOST_PROJECTS:
            raise ValidationError(_("Name at most 20 projects; some are enough."))
        for each in names:
            if not is_valid_project(each):
                raise ValidationError(
                    _("“${name}” is no name of a project.", mapping={"name": each})
                )

    def validate_statement(self, field: TextAreaField) -> None:
        """Refuse null bytes, which the database does not store."""
        if "\0" in (field.data or ""):
            raise ValidationError(_("Control characters are not allowed."))

    @property
    def project_names(self) -> tuple[str, ...]:
        """Return the names that were written, with commas or spaces between them."""
        found = re.split(r"[,;\s]+", self.projects.data or "")
        return tuple(dict.fromkeys(each for each in found if each))

    def wanted(self, locale: str) -> Wanted:
        """Return the request in the language `locale`."""
        return Wanted(
            username=self.username.data or "",
            contact=self.contact.data or "",
            reason=LostBecause(self.reason.data),
            statement=self.statement.data or "",
            projects=self.project_names,
            locale=locale,
        )
