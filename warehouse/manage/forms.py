"""The forms under /manage/."""

from wtforms import Form, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import EqualTo, InputRequired, Length, Regexp

from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.i18n import _

MOST_APPEAL = 4000


class RevokeTokenForm(Form):
    """The form that names a token to revoke, and asks for the password."""

    macaroon_id = StringField(validators=[InputRequired()])
    confirm_password = PasswordField(
        validators=[InputRequired(_("Enter your password.")), Length(max=4096)]
    )


class ChangePasswordForm(Form):
    """The password, and another one twice."""

    password = PasswordField(
        validators=[InputRequired(_("Enter your password.")), Length(max=4096)]
    )
    new_password = PasswordField(
        validators=[
            InputRequired(_("Choose a password.")),
            Length(max=4096, message=_("A password has at most 4096 characters.")),
        ]
    )
    password_confirm = PasswordField(
        validators=[
            InputRequired(_("Enter the password again.")),
            EqualTo("new_password", message=_("The two passwords differ.")),
        ]
    )


class ProfileForm(Form):
    """What others see of an account."""

    name = StringField(
        validators=[
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
            Regexp(r"(?!.*://)", message=_("A name has no links in it.")),
        ],
        filters=[trimmed],
    )
    public_email = SelectField(validate_choice=False)


class AddressForm(Form):
    """An address to be added."""

    email = StringField(
        validators=[
            InputRequired(_("Enter your e-mail address.")),
            Length(max=254, message=_("An address has at most 254 characters.")),
        ],
        filters=[trimmed],
    )


class PrimaryAddressForm(Form):
    """Which address is to be the primary one, and the password."""

    primary_email_id = StringField(validators=[InputRequired()])
    confirm_password = PasswordField(
        validators=[InputRequired(_("Enter your password.")), Length(max=4096)]
    )


class DeleteAccountForm(Form):
    """The form that deletes an account: its name, typed, and the password."""

    username = StringField(
        validators=[InputRequired(_("Type your username.")), Length(max=50)]
    )
    confirm_password = PasswordField(
        validators=[InputRequired(_("Enter your password.")), Length(max=4096)]
    )


class AppealForm(Form):
    """What owners write to staff."""

    text = TextAreaField(
        validators=[
            InputRequired(_("Write what the administrators should know.")),
            Length(
                min=10,
                max=MOST_APPEAL,
                message=_(
                    "Write ${least} to ${most} characters.",
                    mapping={"least": 10, "most": MOST_APPEAL},
                ),
            ),
            Regexp(
                r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*\Z",
                message=_("Control characters are not allowed."),
            ),
        ],
        filters=[trimmed],
    )
