"""What is wrong, and what each role is called, in words for people."""

from collections.abc import Callable
from typing import Any

from warehouse.i18n import _, ngettext
from warehouse.organizations import errors
from warehouse.organizations.models import OrganizationRoleName

ROLE_WORDS = {
    OrganizationRoleName.OWNER: _("Owner"),
    OrganizationRoleName.MANAGER: _("Manager"),
    OrganizationRoleName.BILLING_MANAGER: _("Billing manager"),
    OrganizationRoleName.MEMBER: _("Member"),
}
"""How each role in an organization is called."""

_SENTENCES: dict[type[errors.OrganizationError], Callable[[Any], str]] = {
    errors.NameInvalid: lambda it: _(
        "“${name}” is no name: use letters, digits, and . - _ between them.",
        mapping={"name": it.name},
    ),
    errors.OrganizationNameUnavailable: lambda it: _(
        "“${name}” belongs to an organization, or did.", mapping={"name": it.name}
    ),
    errors.ApplicationExists: lambda it: _(
        "You have applied for “${name}” already.", mapping={"name": it.name}
    ),
    errors.TooManyApplications: lambda it: _(
        "Wait until your other applications are decided."
    ),
    errors.LinkInvalid: lambda it: _("Begin it with https://."),
    errors.ApplicationDecided: lambda it: _("The application is decided already."),
    errors.ApplicationGone: lambda it: _("The application was taken back."),
    errors.NothingAsked: lambda it: _("Nobody has asked anything."),
    errors.OrganizationInactive: lambda it: _(
        "The organization ${name} is not active. Ask the administrators about it.",
        mapping={"name": it.name},
    ),
    errors.OrganizationGone: lambda it: _("The organization is deleted."),
    errors.AlreadyMember: lambda it: _(
        "${name} belongs to the organization already.", mapping={"name": it.username}
    ),
    errors.PersonUnknown: lambda it: _(
        "There is no account “${name}” that could be invited.",
        mapping={"name": it.username},
    ),
    errors.PersonUnverified: lambda it: _(
        "${name} has no verified primary address, so nothing can be sent to them.",
        mapping={"name": it.username},
    ),
    errors.PersonInvited: lambda it: _(
        "${name} was invited, and has not answered yet.", mapping={"name": it.username}
    ),
    errors.NotAMember: lambda it: _(
        "“${name}” does not belong to the organization. Invite them first.",
        mapping={"name": it.username},
    ),
    errors.NotOnTeam: lambda it: _(
        "${name} is not on the team.", mapping={"name": it.username}
    ),
    errors.OnTeamAlready: lambda it: _(
        "${name} is on the team already.", mapping={"name": it.username}
    ),
    errors.InvitationGone: lambda it: _(
        "The invitation was answered, taken back, or replaced by a newer one."
    ),
    errors.InvitationOfAnother: lambda it: _("This invitation is for another account."),
    errors.RoleNotOffered: lambda it: _("Only companies have managers of their bills."),
    errors.OwnRoleKept: lambda it: _(
        "Owners do not change their own role: another owner does."
    ),
    errors.OnlyOwner: lambda it: _(
        "${organization} would have no owner. Make somebody else an owner first.",
        mapping={"organization": it.name},
    ),
    errors.OrganizationNotEmpty: lambda it: ngettext(
        "It owns ${n} project still. Transfer it first, or delete it.",
        "It owns ${n} projects still. Transfer them first, or delete them.",
        it.projects,
    ),
    errors.RulesUnmet: lambda it: it.reason,
    errors.OwnRuleUnmet: lambda it: _(
        "You do not meet it yourself, and would be kept out. Add a second factor or "
        "passkey to your own account first."
    ),
    errors.OnlyOwnerMeetingRules: lambda it: _(
        "${organization} would have no owner who meets its rules. Wait until another owner "
        "does, or change the rules first.",
        mapping={"organization": it.name},
    ),
    errors.IssuerInvalid: lambda it: _(
        "“${issuer}” is no address of an identity provider, as in "
        "https://login.example.com/realm. ${reason}",
        mapping={"issuer": it.issuer[:200], "reason": it.reason},
    ),
    errors.ProvidersOff: lambda it: _(
        "The administrators let no organization name an identity provider."
    ),
    errors.ProviderKnown: lambda it: _(
        "The organization has the identity provider ${issuer}. Remove it first.",
        mapping={"issuer": it.issuer},
    ),
    errors.ProviderGone: lambda it: _(
        "${organization} has no such identity provider any more. Begin again.",
        mapping={"organization": it.organization},
    ),
    errors.ProviderUntried: lambda it: _(
        "You do not meet it yourself. Sign in by the identity provider first, under "
        "“Single sign-on”."
    ),
    errors.IdentityOfAnother: lambda it: _(
        "Another member is ${identity} at the identity provider. Sign in there as "
        "yourself.",
        mapping={"identity": it.label},
    ),
    errors.TokenLastsTooLong: lambda it: _(
        "${organization} has a limit for tokens that reach its projects (days: ${days}). "
        "Choose an earlier end, or other projects.",
        mapping={"organization": it.organization, "days": it.days},
    ),
    errors.DomainInvalid: lambda it: _(
        "“${domain}” is no domain: write it as in example.org.",
        mapping={"domain": it.domain},
    ),
    errors.DomainKnown: lambda it: _(
        "The organization has ${domain} already.", mapping={"domain": it.domain}
    ),
    errors.DomainCheckedJustNow: lambda it: _(
        "${domain} was asked a moment ago. Try again in half a minute.",
        mapping={"domain": it.domain},
    ),
    errors.DomainUnproved: lambda it: _(
        "${domain} shows neither the record nor the file. It may take minutes until others "
        "see a new record.",
        mapping={"domain": it.domain},
    ),
    errors.DomainClaimed: lambda it: _(
        "${domain} belongs to ${organization}, which loses it when its own proof is "
        "missing for a week.",
        mapping={"domain": it.domain, "organization": it.holder},
    ),
    errors.TooManyDomains: lambda it: _(
        "An organization has at most ${most} domains.", mapping={"most": it.most}
    ),
    errors.AddressNotInvited: lambda it: _(
        "No verified address of ${name} has a domain that the rules of the organization "
        "admit.",
        mapping={"name": it.username},
    ),
    errors.TeamGone: lambda it: _("The team is deleted."),
    errors.TeamNameInvalid: lambda it: _(
        "“${name}” is no name for a team: it has at most 50 characters, and neither begins "
        "nor ends with a space or one of . _ - /.",
        mapping={"name": it.name},
    ),
    errors.TeamNameTaken: lambda it: _(
        "The organization has a team “${name}” already.", mapping={"name": it.name}
    ),
    errors.NotInCharge: lambda it: _(
        "Your role in ${organization} does not allow that. Ask one of its owners.",
        mapping={"organization": it.name},
    ),
}


def explain(error: errors.OrganizationError) -> str:
    """Return why something was refused; raises the error if it has no words."""
    for kind in type(error).__mro__:
        sentence = _SENTENCES.get(kind)
        if sentence is not None:
            return sentence(error)
    raise error
