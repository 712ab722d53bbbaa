"""The forms about organizations."""

from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.i18n import _
from warehouse.organizations.models import MembershipSize, OrganizationType

_TEXT = Regexp(r"[^\x00]*\Z", message=_("Null bytes are not allowed."))


class ProfileForm(Form):
    """What an organization says of itself."""

    display_name = StringField(
        validators=[
            InputRequired(_("Write what people call it.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
        ],
        filters=[trimmed],
    )
    link_url = StringField(
        validators=[
            InputRequired(_("Write the address of its page.")),
            Length(max=400, message=_("Use at most 400 characters.")),
            Regexp(r"https?://[^\s\0]+\Z", message=_("Begin it with https://.")),
        ],
        filters=[trimmed],
    )
    description = StringField(
        validators=[
            InputRequired(_("Write in one sentence what it is.")),
            Length(max=400, message=_("Use at most 400 characters.")),
            ONE_LINE,
        ],
        filters=[trimmed],
    )
    orgtype = SelectField(
        choices=[
            (OrganizationType.COMMUNITY.value, _("A community")),
            (OrganizationType.COMPANY.value, _("A company")),
        ]
    )


class FoundingForm(ProfileForm):
    """An organization that is made at once."""

    name = StringField(
        validators=[
            InputRequired(_("Choose a name.")),
            Length(max=50, message=_("Use at most 50 characters.")),
            ONE_LINE,
        ],
        filters=[trimmed],
    )


class ApplicationForm(FoundingForm):
    """What somebody applies for."""

    membership_size = SelectField(
        choices=[(each.value, each.value or _("I do not know")) for each in MembershipSize]
    )
    usage = TextAreaField(
        validators=[
            InputRequired(_("Write what you need it for.")),
            Length(
                min=32,
                max=1024,
                message=_("Use 32 to 1024 characters."),
            ),
            _TEXT,
        ],
        filters=[trimmed],
    )


class NamespaceForm(Form):
    """Which namespace is asked for, and why."""

    name = StringField(
        validators=[
            InputRequired(_("Type a name.")),
            Length(max=100, message=_("Use at most 100 characters.")),
            ONE_LINE,
        ],
        filters=[trimmed],
    )
    reason = TextAreaField(
        validators=[
            InputRequired(_("Write what you need it for.")),
            Length(max=1024, message=_("Use at most 1024 characters.")),
            _TEXT,
        ],
        filters=[trimmed],
    )


class AnswerForm(Form):
    """An answer to what staff asked."""

    response = TextAreaField(
        validators=[
            InputRequired(_("Write an answer.")),
            Length(max=4000, message=_("Use at most 4000 characters.")),
            _TEXT,
        ],
        filters=[trimmed],
    )
