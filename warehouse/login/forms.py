"""The forms for people who are not signed in."""

from typing import Any

from wtforms import Form, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from warehouse.accounts.addresses import normalised
from warehouse.accounts.errors import EmailInvalid
from warehouse.accounts.explanations import explain
from warehouse.accounts.names import is_valid_name
from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.i18n import _
from warehouse.macaroons.policy import looks_like_token

TOKEN_TYPED = _(
    "This is an API token, which programs upload with; it opens no page. Revoke it in case "
    "somebody has seen it, and sign in with your password."
)


class FormWithoutTokens(Form):
    """A form in which API tokens are refused, and not shown again."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Advise to revoke the token, or validate the fields."""
        held = [each for each in self if looks_like_token(str(each.data or ""))]
        for field in held:
            field.data, field.errors = "", [TOKEN_TYPED]
        return not held and super().validate(extra_validators)


def _username() -> StringField:
    """Return the field for a name that is to be an account's."""
    return StringField(
        validators=[
            InputRequired(_("Choose a username.")),
            Length(max=50, message=_("A username has at most 50 characters.")),
            Length(min=2, message=_("A username has at least 2 characters.")),
        ],
        filters=[trimmed],
    )


def _email() -> StringField:
    """Return the field for the address of a new account."""
    return StringField(
        validators=[
            InputRequired(_("Enter your e-mail address.")),
            Length(max=254, message=_("An address has at most 254 characters.")),
        ],
        filters=[trimmed],
    )


class LoginForm(FormWithoutTokens):
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


class NewPasswordForm(FormWithoutTokens):
    """A new password, twice."""

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


class RequestResetForm(FormWithoutTokens):
    """Whose password is lost."""

    username_or_email = StringField(
        validators=[
            InputRequired(_("Enter your username or your e-mail address.")),
            Length(max=254, message=_("An address has at most 254 characters.")),
        ],
        filters=[trimmed],
    )

    def validate_username_or_email(self, field: StringField) -> None:
        """Refuse what no account could have, and spell addresses as they are kept."""
        subject = field.data or ""
        if "@" not in subject:
            if not is_valid_name(subject):
                raise ValidationError(_("This is neither a username nor an address."))
            return
        try:
            field.data = normalised(subject)
        except EmailInvalid as error:
            raise ValidationError(explain(error)[0]) from error


class NewcomerForm(FormWithoutTokens):
    """What is asked of somebody for whom an identity provider vouches."""

    username, email = _username(), _email()


class RegistrationForm(NewPasswordForm):
    """What somebody writes who wants an account."""

    full_name = StringField(
        validators=[
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
        ],
        filters=[trimmed],
    )
    username, email = _username(), _email()
    confirm_form = StringField()
    """Nobody sees it, so only programs fill it in."""

    def validate_full_name(self, field: StringField) -> None:
        """Refuse links, for which some make accounts."""
        if "://" in (field.data or ""):
            raise ValidationError(_("A name has no links in it."))

    def wanted(self) -> dict[str, str]:
        """Return the fields of a registration."""
        return {
            "name": self.full_name.data or "",
            "username": self.username.data or "",
            "email": self.email.data or "",
            "password": self.new_password.data or "",
        }
