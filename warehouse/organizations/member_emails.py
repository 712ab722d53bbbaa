"""The messages about members of organizations, their teams, and what owners change."""

from dataclasses import dataclass
from datetime import datetime

from warehouse.email import Mail


@dataclass(frozen=True)
class InvitedMail(Mail, template="verify-organization-role"):
    """Asks somebody to join an organization."""

    username: str
    organization: str
    role: str
    by: str
    link: str
    hours: int


@dataclass(frozen=True)
class MemberMail(Mail, template="organization-member-added"):
    """What a message about a member says: who, in which organization and role, by whom."""

    username: str
    organization: str
    role: str
    by: str
    message: str = ""


class MemberInvitedMail(MemberMail, template="organization-member-invited"):
    """Tells the owners that somebody was invited."""


class InviteCanceledMail(MemberMail, template="organization-member-invite-canceled"):
    """Tells the owners that an invitation was taken back."""


class CanceledAsInvitedMail(MemberMail, template="canceled-as-invited-organization-member"):
    """Tells whoever was invited that the invitation was taken back."""


class InviteDeclinedMail(MemberMail, template="organization-member-invite-declined"):
    """Tells the owners that somebody declined."""


class DeclinedAsInvitedMail(MemberMail, template="declined-as-invited-organization-member"):
    """Confirms to somebody that they declined."""


class MemberAddedMail(MemberMail, template="organization-member-added"):
    """Tells the other owners that somebody joined."""


class AddedAsMemberMail(MemberMail, template="added-as-organization-member"):
    """Tells somebody that they joined."""


class MemberChangedMail(MemberMail, template="organization-member-role-changed"):
    """Tells the other owners that somebody has another role."""


class ChangedAsMemberMail(MemberMail, template="role-changed-as-organization-member"):
    """Tells somebody that they have another role."""


class MemberRemovedMail(MemberMail, template="organization-member-removed"):
    """Tells the other owners that somebody is a member no longer."""


class RemovedAsMemberMail(MemberMail, template="removed-as-organization-member"):
    """Tells somebody that they are a member no longer."""


@dataclass(frozen=True)
class OrganizationUpdatedMail(Mail, template="organization-updated"):
    """Tells the owners what the page of their organization says now, and said."""

    organization: str
    by: str
    names: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class RuleChangedMail(Mail, template="organization-rule-changed"):
    """Tells the owners that a rule changed; `value` is what it says now, in short."""

    organization: str
    rule: str
    value: str
    by: str
    link: str


@dataclass(frozen=True)
class ProviderChangedMail(Mail, template="organization-provider-changed"):
    """Tells the owners that members sign in by a provider, or no longer do."""

    organization: str
    issuer: str
    is_on: bool
    by: str
    link: str


@dataclass(frozen=True)
class RuleUnmetMail(Mail, template="organization-rule-unmet"):
    """Tells somebody that they do not meet a rule, and what they need."""

    username: str
    organization: str
    rule: str
    link: str


@dataclass(frozen=True)
class DomainFailingMail(Mail, template="organization-domain-failing"):
    """Tells the owners when a domain is lost, since its proof is missing."""

    organization: str
    domain: str
    lost_at: datetime


@dataclass(frozen=True)
class DomainLostMail(Mail, template="organization-domain-lost"):
    """Tells the owners that a domain is lost."""

    organization: str
    domain: str


@dataclass(frozen=True)
class OrganizationDeletedMail(Mail, template="organization-deleted"):
    """Tells the owners that their organization is gone."""

    organization: str
    by: str


@dataclass(frozen=True)
class TeamMail(Mail, template="team-created"):
    """What a message about a team says: which, of which organization, by whom."""

    team: str
    organization: str
    by: str
    username: str = ""


class TeamCreatedMail(TeamMail, template="team-created"):
    """Tells owners and managers that there is another team."""


class TeamDeletedMail(TeamMail, template="team-deleted"):
    """Tells owners and managers that a team is gone."""


class TeamMemberAddedMail(TeamMail, template="team-member-added"):
    """Tells owners and managers that somebody is on a team."""


class AddedAsTeamMemberMail(TeamMail, template="added-as-team-member"):
    """Tells somebody that they are on a team."""


class TeamMemberRemovedMail(TeamMail, template="team-member-removed"):
    """Tells owners and managers that somebody is on a team no longer."""


class RemovedAsTeamMemberMail(TeamMail, template="removed-as-team-member"):
    """Tells somebody that they are on a team no longer."""
