"""The messages about who works on a project."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class InvitedMail(Mail, template="verify-project-role"):
    """Asks somebody to work on a project."""

    username: str
    project: str
    role: str
    by: str
    link: str
    hours: int


@dataclass(frozen=True)
class RoleMail(Mail, template="collaborator-added"):
    """What a message about a role says: whose, in which project, by whom."""

    username: str
    project: str
    role: str
    by: str


class CollaboratorAddedMail(RoleMail, template="collaborator-added"):
    """Tells the other owners that somebody has a role."""


class AddedAsCollaboratorMail(RoleMail, template="added-as-collaborator"):
    """Tells somebody that they have a role."""


class CollaboratorChangedMail(RoleMail, template="collaborator-role-changed"):
    """Tells the other owners that somebody has another role."""


class ChangedAsCollaboratorMail(RoleMail, template="role-changed-as-collaborator"):
    """Tells somebody that they have another role."""


class CollaboratorRemovedMail(RoleMail, template="collaborator-removed"):
    """Tells the other owners that somebody has no role any more."""


class RemovedAsCollaboratorMail(RoleMail, template="removed-as-collaborator"):
    """Tells somebody that they have no role any more."""
