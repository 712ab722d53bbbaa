"""The columns of publishers, which those in use and pending ones have alike."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

GITLAB_COM = "https://gitlab.com"


class Described:
    """What is shown of every kind of publisher, and what tells two of a kind apart."""

    KEYS: tuple[str, ...] = ()
    """The columns that have to be alike for two rows to mean the same publisher."""

    environment: Any = ""
    """The environment in which it publishes; the empty text means any."""

    if TYPE_CHECKING:

        @property
        def publisher_name(self) -> str:
            """Return the name of the service, as people know it."""

        @property
        def specifier(self) -> str:
            """Return in one line which workflow, account or service it is."""

    @property
    def url(self) -> str | None:
        """Return the page of the repository or project, or None."""
        return None

    def identity(self) -> dict[str, Any]:
        """Return the values of the columns that make it the same publisher."""
        return {key: getattr(self, key) for key in self.KEYS}


class GitHubColumns(Described):
    """A workflow in a repository on GitHub; the owner's id survives no other account."""

    KEYS = (
        "repository_name",
        "repository_owner",
        "repository_owner_id",
        "workflow_filename",
        "environment",
        "reusable_workflow",
    )

    repository_name: Mapped[str]
    repository_owner: Mapped[str]
    repository_owner_id: Mapped[str]
    workflow_filename: Mapped[str]
    environment: Mapped[str] = mapped_column(server_default="")
    reusable_workflow: Mapped[str] = mapped_column(server_default="")
    """What the workflow calls to publish: repository and file, perhaps with `@` and ref."""

    @property
    def publisher_name(self) -> str:
        """Return that it is GitHub."""
        return "GitHub"

    @property
    def repository(self) -> str:
        """Return the owner and the name of the repository."""
        return f"{self.repository_owner}/{self.repository_name}"

    @property
    def specifier(self) -> str:
        """Return repository, workflow, what it calls, and environment."""
        called = f" → {self.reusable_workflow}" if self.reusable_workflow else ""
        return _with_environment(
            f"{self.repository} @ {self.workflow_filename}{called}", self.environment
        )

    @property
    def url(self) -> str | None:
        """Return the page of the repository."""
        return f"https://github.com/{self.repository}"


class GitLabColumns(Described):
    """A pipeline of a project on gitlab.com, or on a GitLab of the organization's own."""

    KEYS = ("namespace", "project", "workflow_filepath", "environment", "issuer_url")

    namespace: Mapped[str]
    project: Mapped[str]
    workflow_filepath: Mapped[str]
    environment: Mapped[str] = mapped_column(server_default="")
    issuer_url: Mapped[str] = mapped_column(server_default=GITLAB_COM)

    @property
    def publisher_name(self) -> str:
        """Return that it is GitLab."""
        return "GitLab"

    @property
    def project_path(self) -> str:
        """Return the namespace and the name of the project."""
        return f"{self.namespace}/{self.project}"

    @property
    def specifier(self) -> str:
        """Return project, file and environment."""
        return _with_environment(
            f"{self.project_path} @ {self.workflow_filepath}", self.environment
        )

    @property
    def url(self) -> str | None:
        """Return the page of the project."""
        return f"{self.issuer_url}/{self.project_path}"


class GoogleColumns(Described):
    """A service account of Google Cloud; an empty `sub` means whoever has the address."""

    KEYS = ("email", "sub")

    email: Mapped[str]
    sub: Mapped[str] = mapped_column(server_default="")

    @property
    def publisher_name(self) -> str:
        """Return that it is Google."""
        return "Google"

    @property
    def specifier(self) -> str:
        """Return the address of the account, and its id where that is known."""
        return f"{self.email} ({self.sub})" if self.sub else self.email


class ActiveStateColumns(Described):
    """A project on the ActiveState Platform that one of its people builds."""

    KEYS = ("organization", "activestate_project_name", "actor_id")

    organization: Mapped[str]
    activestate_project_name: Mapped[str]
    actor: Mapped[str]
    actor_id: Mapped[str]

    @property
    def publisher_name(self) -> str:
        """Return that it is ActiveState."""
        return "ActiveState"

    @property
    def specifier(self) -> str:
        """Return organization, project and person."""
        return f"{self.organization}/{self.activestate_project_name} ({self.actor})"

    @property
    def url(self) -> str | None:
        """Return the page of the project."""
        path = f"{self.organization}/{self.activestate_project_name}"
        return f"https://platform.activestate.com/{path}"


class GenericColumns(Described):
    """Whoever an issuer says that it is; `claims` maps each claim to what it must be.

    Its values are `{"exact": text}`, `{"glob": text}` or `{"one_of": [text…]}`. `subject`
    is a text in which `*` means anything. `kind` is the form that it was made with.
    """

    KEYS = ("issuer_url", "subject", "claims")

    issuer_url: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="")
    subject: Mapped[str]
    claims: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'"))

    @property
    def publisher_name(self) -> str:
        """Return the host of the issuer."""
        return urlsplit(self.issuer_url).hostname or self.issuer_url

    @property
    def specifier(self) -> str:
        """Return the subject, and what else is asked for."""
        others = (
            f"{name} = {_said(wanted)}" for name, wanted in sorted(self.claims.items())
        )
        return ", ".join([self.subject, *others])


def _with_environment(specifier: str, environment: str) -> str:
    return f"{specifier} ({environment})" if environment else specifier


def _said(wanted: dict[str, Any]) -> str:
    values = [
        text
        for value in wanted.values()
        for text in (value if isinstance(value, list) else [value])
    ]
    return " | ".join(values)
