"""The forms of signing in."""

from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from warehouse.i18n import _


class LoginForm(Form):
    """A username and a password."""

    username = StringField(
        validators=[
            InputRequired(_("Enter your username.")),
            Length(max=50, message=_("A username has at most 50 characters.")),
        ],
        filters=[lambda text: text.strip() if text else text],
    )
    password = PasswordField(
        validators=[
            InputRequired(_("Enter your password.")),
            Length(max=4096, message=_("A password has at most 4096 characters.")),
        ]
    )

    def validate_username(self, field: StringField) -> None:
        """Refuse e-mail addresses, which people try here."""
        if "@" in (field.data or ""):
            raise ValidationError(_("Enter your username, not your e-mail address."))
