"""The forms for second factors, at the sign-in and where they are added."""

from wtforms import Form, StringField
from wtforms.validators import InputRequired, Length, Regexp

from warehouse.i18n import _


class TotpForm(Form):
    """The code that an authenticator shows."""

    totp_value = StringField(
        validators=[
            InputRequired(_("Enter the code that the app shows.")),
            Length(max=20, message=_("A code has 6 digits.")),
        ]
    )


class RecoveryCodeForm(Form):
    """A recovery code."""

    recovery_code_value = StringField(
        validators=[
            InputRequired(_("Enter a recovery code.")),
            Length(max=60, message=_("A recovery code has 16 letters and digits.")),
        ]
    )


class SecurityKeyForm(Form):
    """A new key: the name its owner gives it, its kind, and what the browser says of it."""

    label = StringField(
        validators=[
            InputRequired(_("Give the key a name.")),
            Length(max=64, message=_("Use at most 64 characters.")),
            Regexp(r"[^\0]*\Z", message=_("Null bytes are not allowed.")),
        ],
        filters=[lambda text: text.strip() if text else text],
    )
    kind = StringField()
    credential = StringField()
