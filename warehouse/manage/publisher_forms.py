"""The forms of trusted publishers: one for each kind, with the words of its fields.

The fields have the names that links into these forms use in their query strings.
"""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import BooleanField, Form, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Optional, Regexp

from warehouse.http.fields import ONE_LINE, trimmed
from warehouse.i18n import Message, _
from warehouse.oidc.models.columns import GITLAB_COM

GITHUB, GITLAB, GOOGLE, ACTIVESTATE = "github", "gitlab", "google", "activestate"

_NEEDED = _("This field is needed.")
_WORKFLOW_ENDS = _("The name of the file ends in .yml or .yaml.")
_ENVIRONMENT_MOST = 255


def text_field(
    pattern: str,
    problem: Message,
    *,
    most: int = 200,
    is_optional: bool = False,
    default: str = "",
) -> Any:
    """Return a field for one line of text, all of which matches a pattern."""
    needed = Optional() if is_optional else InputRequired(_NEEDED)
    too_long = _("Use at most ${most} characters.", mapping={"most": most})
    return StringField(
        validators=[
            needed,
            Length(max=most, message=too_long),
            Regexp(rf"(?:{pattern})\Z", message=problem),
            ONE_LINE,
        ],
        filters=[trimmed],
        default=default,
    )


class PublisherForm(Form):
    """The base of all forms of publishers."""

    title: ClassVar[str]
    labels: ClassVar[Mapping[str, Message]] = {}
    hints: ClassVar[Mapping[str, Message]] = {}
    about: ClassVar[Message | None] = None
    needs_confirmation = False
    """Whether the owner has to vouch for the issuer, because the operator does not."""

    def refuse(self, name: str, problem: Message) -> None:
        """Say what is wrong with the value of a field."""
        self[name].errors = [problem]

    def value(self, name: str) -> str:
        """Return the value of a field, empty where nothing was written."""
        return str(self[name].data or "")


class IssuerForm(PublisherForm):
    """The base of forms with an issuer that an owner chooses."""

    confirm_issuer = BooleanField()

    def validate_confirm_issuer(self, field: BooleanField) -> None:
        """Refuse an issuer that the operator has not listed, and nobody vouches for."""
        if self.needs_confirmation and not field.data:
            raise ValidationError(_("Confirm that you trust whoever runs this issuer."))

    @property
    def issuer(self) -> str:
        """Return the issuer, as tokens name it."""
        raise NotImplementedError

    @property
    def is_known(self) -> bool:
        """Return whether everybody knows who runs the issuer."""
        return False


def environment_problem(text: str) -> Message | None:
    """Return what is wrong with the name of a GitHub environment, or None."""
    if len(text) > _ENVIRONMENT_MOST:
        most = {"most": _ENVIRONMENT_MOST}
        return _("Use at most ${most} characters.", mapping=most)
    if text != text.strip():
        return _("Leave out the spaces around it.")
    if re.search(r"[\x00-\x1f\x7f'\"`,;\\]", text):
        return _(
            "Leave out quotes, backquotes, commas, semicolons, backslashes and control "
            "characters."
        )
    return None


_WORKFLOW = _("File of the workflow")
_ENVIRONMENT = _("Environment (optional)")
_ENVIRONMENT_HINT = _(
    "Empty allows every environment. One that asks for approval is safer."
)


class GitHubForm(PublisherForm):
    """A workflow of GitHub Actions."""

    title = "GitHub"
    owner = text_field(
        r"[a-zA-Z0-9][a-zA-Z0-9-]*",
        _("Use letters, digits and dashes only, and no dash at the beginning."),
        most=100,
    )
    repository = text_field(
        r"[a-zA-Z0-9\-_.]+",
        _("Use letters, digits, dots, dashes and underscores only."),
        most=100,
    )
    workflow_filename = text_field(r".+\.ya?ml", _WORKFLOW_ENDS)
    environment = StringField(validators=[Optional()], default="")
    reusable_workflow = text_field(
        r"[a-zA-Z0-9-]+/[a-zA-Z0-9\-_.]+/\.github/workflows/[^/@\s]+\.ya?ml(@[^@\s]+)?",
        _("Write it as owner/repository/.github/workflows/file.yml, perhaps with @ref."),
        most=400,
        is_optional=True,
    )
    labels = {
        "owner": _("Owner"),
        "repository": _("Repository"),
        "workflow_filename": _WORKFLOW,
        "environment": _ENVIRONMENT,
        "reusable_workflow": _("Reusable workflow (optional)"),
    }
    hints = {
        "owner": _("The person or organization that the repository belongs to."),
        "workflow_filename": _("In .github/workflows/, for example release.yml."),
        "environment": _ENVIRONMENT_HINT,
        "reusable_workflow": _(
            "Only if the workflow calls another one to publish: owner/repository/.github/"
            "workflows/file.yml. Add @ and a ref to allow only that."
        ),
    }

    def validate_workflow_filename(self, field: StringField) -> None:
        """Refuse a path."""
        if "/" in (field.data or ""):
            raise ValidationError(_("Write the name of the file only, without a folder."))

    def validate_environment(self, field: StringField) -> None:
        """Refuse what GitHub takes for no name of an environment."""
        problem = environment_problem(field.data or "")
        if problem is not None:
            raise ValidationError(problem)


_DOUBLED = re.compile(r"[._-]{2}")


class GitLabForm(IssuerForm):
    """A pipeline of GitLab, whoever runs it."""

    title = "GitLab"
    namespace = text_field(
        r"[A-Za-z0-9][A-Za-z0-9\-_./+]*[A-Za-z0-9]",
        _("Use letters and digits only, and between them - _ . / + as well."),
    )
    project = text_field(
        r"[A-Za-z0-9][A-Za-z0-9\-_.]*[A-Za-z0-9]",
        _("Use letters and digits only, and between them - _ . as well."),
    )
    workflow_filepath = text_field(r".+\.ya?ml", _WORKFLOW_ENDS)
    environment = text_field(
        r"[a-zA-Z0-9\-_/${} ]+",
        _("Use letters, digits, spaces and - _ / $ { } only."),
        most=_ENVIRONMENT_MOST,
        is_optional=True,
    )
    issuer_url = text_field(
        r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*",
        _("Begin it with https://, and end it without a slash."),
        default=GITLAB_COM,
    )
    labels = {
        "namespace": _("Namespace"),
        "project": _("Project on GitLab"),
        "workflow_filepath": _("File of the pipeline"),
        "environment": _ENVIRONMENT,
        "issuer_url": _("Address of the server"),
    }
    hints = {
        "namespace": _("The group, with its parents, or the person."),
        "workflow_filepath": _(
            "From the top of the repository, for example .gitlab-ci.yml."
        ),
        "environment": _ENVIRONMENT_HINT,
    }

    @property
    def issuer(self) -> str:
        """Return the address of the server."""
        return self.value("issuer_url")

    @property
    def is_known(self) -> bool:
        """Return whether it is the public GitLab."""
        return self.issuer in {"", GITLAB_COM}

    def validate_namespace(self, field: StringField) -> None:
        """Refuse what GitLab takes for no path."""
        text = field.data or ""
        if _DOUBLED.search(text):
            raise ValidationError(_("No two of . _ - may follow one another."))
        if text.endswith((".atom", ".git")):
            raise ValidationError(_("It may not end in .atom or .git."))

    validate_project = validate_namespace

    def validate_workflow_filepath(self, field: StringField) -> None:
        """Refuse a path from the root of something."""
        text = field.data or ""
        if text.startswith("/") or text.endswith("/"):
            raise ValidationError(_("Write it without a slash at its beginning and end."))


class GoogleForm(PublisherForm):
    """A service account of Google Cloud."""

    title = "Google"
    email = text_field(
        r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", _("That is no address as in name@host."), most=254
    )
    sub = text_field(
        r"[!-~]+", _("Use no spaces and nothing outside ASCII."), is_optional=True
    )
    labels = {"email": _("Address of the service account"), "sub": _("Its id (optional)")}
    hints = {"sub": _("With it, a new account of the same name cannot publish.")}


_STATE_NAME = r"(?!.*--)[.a-zA-Z0-9][.a-zA-Z0-9-]{1,38}[.a-zA-Z0-9]"
_STATE_PROBLEM = _(
    "Use 3 to 40 letters, digits, dots and dashes, with single dashes inside of it only."
)


class ActiveStateForm(PublisherForm):
    """A project of the ActiveState platform."""

    title = "ActiveState"
    organization = text_field(_STATE_NAME, _STATE_PROBLEM)
    project = text_field(_STATE_NAME, _STATE_PROBLEM)
    actor = text_field(r"[!-~]+", _("Use no spaces and nothing outside ASCII."), most=100)
    labels = {
        "organization": _("Organization"),
        "project": _("Project on ActiveState"),
        "actor": _("Person who builds"),
    }
    hints = {"actor": _("The name of their account at ActiveState.")}


BUILT_IN: dict[str, type[PublisherForm]] = {
    GITHUB: GitHubForm,
    GITLAB: GitLabForm,
    GOOGLE: GoogleForm,
    ACTIVESTATE: ActiveStateForm,
}
"""The forms of issuers that the index knows by itself."""
