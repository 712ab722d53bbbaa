"""What is wrong, in words for owners of projects."""

from collections.abc import Callable
from typing import Any

from warehouse.i18n import Message, _
from warehouse.packaging import errors

Sentence = Callable[[Any], Message]

_SENTENCES: dict[type[errors.PackagingError], Sentence] = {
    errors.CollaboratorUnknown: lambda it: _(
        "There is no account “${name}” that could be invited.",
        mapping={"name": it.username},
    ),
    errors.CollaboratorUnverified: lambda it: _(
        "${name} has no verified primary address, so nothing can be sent to them.",
        mapping={"name": it.username},
    ),
    errors.DeletionsDisabled: lambda it: _(
        "Deleting is switched off for now. Nothing was changed."
    ),
    errors.InvitationPending: lambda it: _(
        "${name} was invited, and has not answered yet.", mapping={"name": it.username}
    ),
    errors.InvitationGone: lambda it: _(
        "The invitation was answered, taken back, or replaced by a newer one."
    ),
    errors.InvitationOfAnother: lambda it: _("This invitation is for another account."),
    errors.LastOwner: lambda it: _(
        "${project} would have no owner. Make somebody else an owner first.",
        mapping={"project": it.project},
    ),
    errors.NotAnOwner: lambda it: _(
        "You do not own ${project} by yourself.", mapping={"project": it.project}
    ),
    errors.NoOwnerBesides: lambda it: _(
        "Nobody would own ${project}. Make somebody its owner first.",
        mapping={"project": it.project},
    ),
    errors.OwnedByNone: lambda it: _(
        "${project} belongs to no organization.", mapping={"project": it.project}
    ),
    errors.OwnedByOrganization: lambda it: _(
        "${project} belongs to ${organization} already.",
        mapping={"project": it.project, "organization": it.organization},
    ),
    errors.OwnTeamKept: lambda it: _(
        "You own the project by this team: another owner changes its role."
    ),
    errors.AlreadyReader: lambda it: _(
        "They read ${project} already.", mapping={"project": it.project}
    ),
    errors.PrivacyUnchanged: lambda it: _(
        "${project} is as you want it already.", mapping={"project": it.project}
    ),
    errors.TeamElsewhere: lambda it: _(
        "The organization of ${project} has no team “${team}”.",
        mapping={"project": it.project, "team": it.team},
    ),
    errors.TeamRoleExists: lambda it: _(
        "The team ${team} works on ${project} already.",
        mapping={"team": it.team, "project": it.project},
    ),
    errors.OwnRoleKept: lambda it: _(
        "Owners do not change their own role: another owner does."
    ),
    errors.ProjectFrozen: lambda it: _(
        "${project} is in quarantine, so nothing about it can be changed.",
        mapping={"project": it.project},
    ),
    errors.RegistrationClosed: lambda it: _("Nobody can make projects at the moment."),
    errors.TooManyProjects: lambda it: _(
        "Too many projects were made just now. Try again in ${minutes} minutes.",
        mapping={"minutes": it.retry_after // 60 + 1},
    ),
    errors.TooManyReleases: lambda it: _(
        "These are ${number} releases; at most ${most} can be changed at once.",
        mapping={"number": it.number, "most": it.most},
    ),
    errors.ReleaseFrozen: lambda it: _(
        "${project} ${version} is in quarantine, so nothing about it can be changed.",
        mapping={"project": it.project, "version": it.version},
    ),
    errors.RoleExists: lambda it: _(
        "${name} works on ${project} already.",
        mapping={"name": it.username, "project": it.project},
    ),
    errors.SecondFactorMissing: lambda it: _(
        "${project} asks a second factor of everybody who works on it. Add one to your "
        "account first (two-factor authentication).",
        mapping={"project": it.project},
    ),
    errors.StatusUnchanged: lambda it: _(
        "The status of ${project} does not allow that: it is “${status}”.",
        mapping={"project": it.project, "status": it.status},
    ),
    errors.SuccessorUnknown: lambda it: _(
        "There is no other project “${name}”.", mapping={"name": it.name}
    ),
}


def explain(error: errors.PackagingError) -> Message:
    """Return why an owner's change was refused; raises the error if it has no words."""
    for kind in type(error).__mro__:
        sentence = _SENTENCES.get(kind)
        if sentence is not None:
            return sentence(error)
    raise error
