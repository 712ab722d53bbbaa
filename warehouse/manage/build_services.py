"""The ready-made forms of trusted publishers: build services, said as data.

Each service says which fields its form has, which issuer signs its tokens, and which
claims a token must have. The texts for issuer, subject and claims are filled in with the
values of the fields, as in ``{organization}``; a rule with an empty value is left out. A
star in the subject stands for any text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from warehouse.i18n import Message, _

_ASCII = r"[!-~]+"
_WORD = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
_GUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_HTTPS = r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~%/-]*)?"

_AS_WORD = _("Use letters, digits, dots, dashes and underscores only.")
_AS_LABEL = _("Use lowercase letters, digits and dashes only.")
_AS_GUID = _("That is no id as in 01234567-89ab-cdef-0123-456789abcdef.")
_AS_HTTPS = _("Begin it with https://, and leave out what follows a question mark.")
_AS_ASCII = _("Use no spaces and nothing outside ASCII.")


@dataclass(frozen=True)
class Ask:
    """One field of a form: its name, its words, and what may be written."""

    name: str
    label: Message
    hint: Message | None = None
    pattern: str = _WORD
    problem: Message = _AS_WORD
    is_optional: bool = False


@dataclass(frozen=True, kw_only=True)
class BuildService:
    """A build service: the fields of its form, and what its tokens must say."""

    kind: str
    name: str
    asks: tuple[Ask, ...]
    issuer: str
    subject: str
    claims: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    about: Message | None = None

    def filled(self, text: str, values: Mapping[str, str]) -> str:
        """Return a text with the values of the fields."""
        return text.format_map(values)


_ORGANIZATION = Ask("organization", _("Organization"), _("As it is in the address."))
_BRANCH = Ask(
    "branch",
    _("Branch (optional)"),
    _("Empty allows every branch."),
    pattern=_ASCII,
    problem=_AS_ASCII,
    is_optional=True,
)

BUILD_SERVICES = {
    each.kind: each
    for each in (
        BuildService(
            kind="buildkite",
            name="Buildkite",
            asks=(
                _ORGANIZATION,
                Ask("pipeline", _("Pipeline"), _("As it is in the address.")),
                _BRANCH,
            ),
            issuer="https://agent.buildkite.com",
            subject="organization:{organization}:pipeline:{pipeline}:*",
            claims={
                "organization_slug": {"exact": "{organization}"},
                "pipeline_slug": {"exact": "{pipeline}"},
                "build_branch": {"exact": "{branch}"},
            },
        ),
        BuildService(
            kind="circleci",
            name="CircleCI",
            asks=(
                Ask(
                    "organization",
                    _("Id of the organization"),
                    _("It is in the settings of the organization."),
                    pattern=_GUID,
                    problem=_AS_GUID,
                ),
                Ask(
                    "project",
                    _("Id of the project"),
                    _("It is in the settings of the project."),
                    pattern=_GUID,
                    problem=_AS_GUID,
                ),
            ),
            issuer="https://oidc.circleci.com/org/{organization}",
            subject="org/{organization}/project/{project}/user/*",
            claims={"oidc.circleci.com/project-id": {"exact": "{project}"}},
        ),
        BuildService(
            kind="semaphore",
            name="Semaphore",
            asks=(
                Ask(
                    "organization",
                    _("Organization"),
                    _("The first part of its address, before .semaphoreci.com."),
                    pattern=_LABEL,
                    problem=_AS_LABEL,
                ),
                Ask(
                    "project",
                    _("Id of the project"),
                    _("It is in the settings of the project."),
                    pattern=_GUID,
                    problem=_AS_GUID,
                ),
                Ask("repository", _("Repository"), _("Its name, without the owner.")),
            ),
            issuer="https://{organization}.semaphoreci.com",
            subject="org:{organization}:project:{project}:repo:{repository}:ref_type:*",
            claims={"prj_id": {"exact": "{project}"}},
        ),
        BuildService(
            kind="azure",
            name="Azure Pipelines",
            asks=(
                _ORGANIZATION,
                Ask(
                    "organization_id",
                    _("Id of the organization"),
                    _("The last part of the issuer in a service connection."),
                    pattern=_GUID,
                    problem=_AS_GUID,
                ),
                Ask(
                    "project",
                    _("Project"),
                    pattern=r"[^/:*?\x00-\x1f]+",
                    problem=_("Leave out slashes, colons, stars and question marks."),
                ),
                Ask("connection", _("Service connection")),
            ),
            issuer="https://vstoken.dev.azure.com/{organization_id}",
            subject="sc://{organization}/{project}/{connection}",
        ),
        BuildService(
            kind="forgejo",
            name="Forgejo, Gitea",
            asks=(
                Ask(
                    "server",
                    _("Address of the server"),
                    _("For example https://codeberg.org."),
                    pattern=r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*",
                    problem=_AS_HTTPS,
                ),
                Ask("owner", _("Owner")),
                Ask("repository", _("Repository")),
                Ask(
                    "workflow",
                    _("File of the workflow"),
                    _("With its folder, for example .forgejo/workflows/release.yml."),
                    pattern=r"\.(forgejo|gitea|github)/workflows/[A-Za-z0-9._-]+\.ya?ml",
                    problem=_("Write it as in .forgejo/workflows/release.yml."),
                ),
            ),
            issuer="{server}/api/actions",
            subject="repo:{owner}/{repository}:*",
            claims={
                "repository": {"exact": "{owner}/{repository}"},
                "workflow_ref": {"glob": "{owner}/{repository}/{workflow}@*"},
                "event_name": {"one_of": "push,release,schedule,workflow_dispatch"},
            },
            about=_("Builds of pull requests are not allowed to publish."),
        ),
        BuildService(
            kind="kubernetes",
            name="Kubernetes",
            asks=(
                Ask(
                    "cluster",
                    _("Issuer of the cluster"),
                    _("What the cluster has as --service-account-issuer."),
                    pattern=_HTTPS,
                    problem=_AS_HTTPS,
                ),
                Ask("namespace", _("Namespace"), pattern=_LABEL, problem=_AS_LABEL),
                Ask(
                    "account",
                    _("Service account"),
                    pattern=r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?",
                    problem=_("Use lowercase letters, digits, dots and dashes only."),
                ),
            ),
            issuer="{cluster}",
            subject="system:serviceaccount:{namespace}:{account}",
        ),
        BuildService(
            kind="jenkins",
            name="Jenkins",
            asks=(
                Ask(
                    "server",
                    _("Address of the server"),
                    _("Without a slash at its end, for example https://ci.example.org."),
                    pattern=r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*",
                    problem=_AS_HTTPS,
                ),
                Ask(
                    "job",
                    _("Path of the job"),
                    _("What follows the server in its address, as in job/eggs/job/main."),
                    pattern=r"job/[A-Za-z0-9._~%/-]*[A-Za-z0-9._~%-]",
                    problem=_("Write it as in job/eggs/job/main, without a last slash."),
                ),
            ),
            issuer="{server}/oidc",
            subject="{server}/{job}/",
            about=_("The server needs the plugin for OpenID Connect providers."),
        ),
    )
}
"""The build services that have a ready-made form, by their kind."""
