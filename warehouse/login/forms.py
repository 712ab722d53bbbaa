"""The forms of signing in."""

from wtforms import Form, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError


class LoginForm(Form):
    """A username and a password."""

    username = StringField(
        validators=[InputRequired("Enter your username."), Length(max=50)],
        filters=[lambda text: text.strip() if text else text],
    )
    password = PasswordField(
        validators=[InputRequired("Enter your password."), Length(max=4096)]
    )

    def validate_username(self, field: StringField) -> None:
        """People try their address here."""
        if "@" in (field.data or ""):
            raise ValidationError("Enter your username, not your e-mail address.")
