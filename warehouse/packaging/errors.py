"""The errors of packaging, as facts; surfaces find the words."""

import enum


class PackagingError(Exception):
    """The base of everything this domain raises."""


class Unavailability(enum.Enum):
    """The reasons why a project cannot have a name, in the order of the checks."""

    INVALID = "invalid"
    STDLIB = "stdlib"
    TAKEN = "taken"
    PROHIBITED = "prohibited"
    RESERVED = "reserved"
    """It is in a namespace of an organization (PEP 752)."""
    TOO_SIMILAR = "too-similar"
    UPSTREAM = "upstream"
    """Another index has it, from which this one takes projects."""
    UPSTREAM_UNKNOWN = "upstream-unknown"
    """Another index may have it, and does not answer."""


class ProjectNameUnavailable(PackagingError):
    """No project can be made with this name; `existing` is who is in its way."""

    def __init__(self, name: str, kind: Unavailability, existing: str = "") -> None:
        problem = f"is not available: {kind.value}"
        if kind is Unavailability.RESERVED:
            problem = f"is in a namespace of the organization {existing}"
        super().__init__(f"{name!r} {problem}")
        self.name, self.kind, self.existing = name, kind, existing


class TooManyProjects(PackagingError):
    """Someone made so many projects that they must wait `retry_after` seconds."""

    def __init__(self, limit: str, retry_after: int) -> None:
        super().__init__(f"more than {limit}")
        self.limit, self.retry_after = limit, retry_after


class RegistrationClosed(PackagingError):
    """An operator has switched new projects off."""


class DeletionsDisabled(PackagingError):
    """An operator has switched off that owners delete anything."""


class ReleaseFrozen(PackagingError):
    """The release is in quarantine, so its owners cannot change it."""

    def __init__(self, project: str, version: str) -> None:
        super().__init__(f"{project} {version} is in quarantine")
        self.project, self.version = project, version


class PrivacyUnchanged(PackagingError):
    """The project is as private, or as public, as it is wanted."""

    def __init__(self, project: str) -> None:
        super().__init__(f"{project} is so already")
        self.project = project


class AlreadyReader(PackagingError):
    """Somebody may read the project already."""

    def __init__(self, project: str) -> None:
        super().__init__(f"reads {project} already")
        self.project = project


class ProjectFrozen(PackagingError):
    """The project is in quarantine, so nobody can change it."""

    def __init__(self, project: str) -> None:
        super().__init__(f"{project} is in quarantine")
        self.project = project


class TooManyReleases(PackagingError):
    """More releases were to be changed at once than `most`."""

    def __init__(self, number: int, most: int) -> None:
        super().__init__(f"{number} releases are more than {most}")
        self.number, self.most = number, most


class StatusUnchanged(PackagingError):
    """The project's status does not allow the change; it is `status` still."""

    def __init__(self, project: str, status: str) -> None:
        super().__init__(f"{project} is {status}")
        self.project, self.status = project, status


class OwnedByOrganization(PackagingError):
    """The project belongs to an organization already."""

    def __init__(self, project: str, organization: str) -> None:
        super().__init__(f"{project} belongs to the organization {organization}")
        self.project, self.organization = project, organization


class NotAnOwner(PackagingError):
    """A project was given away by somebody who does not own it by themselves."""

    def __init__(self, project: str, username: str) -> None:
        super().__init__(f"{username} is not an owner of {project}")
        self.project, self.username = project, username


class SecondFactorMissing(PackagingError):
    """A project asks a second factor of its people, and somebody has none."""

    def __init__(self, project: str, username: str) -> None:
        super().__init__(f"{project} asks a second factor, and {username} has none")
        self.project, self.username = project, username


class RoleExists(PackagingError):
    """The person has a role in the project already."""

    def __init__(self, project: str, username: str, role_name: str) -> None:
        super().__init__(f"{username} is {role_name} of {project} already.")
        self.project, self.username, self.role_name = project, username, role_name


class NameNotProhibited(PackagingError):
    """Nothing keeps a project from having the name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The name “{name}” is not prohibited.")
        self.name = name


class CollaboratorUnknown(PackagingError):
    """Nobody of this name can be asked to work on a project."""

    def __init__(self, username: str) -> None:
        super().__init__(f"There is no account “{username}” that could be invited.")
        self.username = username


class CollaboratorUnverified(PackagingError):
    """Somebody has no verified primary address, so nothing can be sent to them."""

    def __init__(self, username: str) -> None:
        super().__init__(f"{username} has no verified primary address.")
        self.username = username


class InvitationPending(PackagingError):
    """Somebody was invited, and has not answered yet."""

    def __init__(self, project: str, username: str) -> None:
        super().__init__(f"{username} was invited to {project} and has not answered yet.")
        self.project, self.username = project, username


class InvitationGone(PackagingError):
    """The invitation was answered, taken back, or replaced by a newer one."""


class InvitationOfAnother(PackagingError):
    """The invitation is for another account."""


class OwnRoleKept(PackagingError):
    """Owners do not take their own ownership; another owner does."""


class LastOwner(PackagingError):
    """A project keeps one owner."""

    def __init__(self, project: str) -> None:
        super().__init__(f"{project} would have no owner.")
        self.project = project


class SuccessorUnknown(PackagingError):
    """No other project of this name could be used instead of a deprecated one."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no other project {name!r}.")
        self.name = name


class NoOwnerBesides(PackagingError):
    """Nobody owns the project but by its organization, which it cannot leave therefore."""

    def __init__(self, project: str, organization: str) -> None:
        super().__init__(f"{project} has no owner besides {organization}")
        self.project, self.organization = project, organization


class OwnedByNone(PackagingError):
    """The project belongs to no organization."""

    def __init__(self, project: str) -> None:
        super().__init__(f"{project} belongs to no organization")
        self.project = project


class TeamElsewhere(PackagingError):
    """The team is none of the organization that owns the project."""

    def __init__(self, project: str, team: str) -> None:
        super().__init__(f"{team} is no team of the organization that owns {project}")
        self.project, self.team = project, team


class TeamRoleExists(PackagingError):
    """The team has a role in the project already."""

    def __init__(self, project: str, team: str) -> None:
        super().__init__(f"{team} works on {project} already")
        self.project, self.team = project, team


class OwnTeamKept(PackagingError):
    """Owners by a team do not take its ownership; another owner does."""
