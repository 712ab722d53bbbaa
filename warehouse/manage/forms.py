"""The forms under /manage/."""

from datetime import timedelta

from wtforms import Form, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from warehouse.i18n import _

WHOLE_ACCOUNT = "scope:user"
PROJECT = "scope:project:"

LIFETIMES = [
    ("", _("never")),
    ("7", _("in 7 days")),
    ("30", _("in 30 days")),
    ("365", _("in a year")),
]


class NewTokenForm(Form):
    """The form of a new token: its description, scope and lifetime."""

    description = StringField(
        validators=[
            InputRequired(_("Say what the token is for.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            Regexp(r"[^\0]*\Z", message=_("Null bytes are not allowed.")),
        ]
    )
    token_scope = SelectField(
        validators=[InputRequired(_("Say what the token is good for."))],
        validate_choice=False,
    )
    lifetime = SelectField(choices=LIFETIMES, default="")

    @property
    def expires_in(self) -> timedelta | None:
        """Return the lifetime of the token, None without an end."""
        return timedelta(days=int(self.lifetime.data)) if self.lifetime.data else None


class RevokeTokenForm(Form):
    """The form that names a token to revoke, and asks for the password."""

    macaroon_id = StringField(validators=[InputRequired()])
    confirm_password = PasswordField(
        validators=[InputRequired(_("Enter your password.")), Length(max=4096)]
    )
