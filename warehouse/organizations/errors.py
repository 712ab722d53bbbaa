"""The errors of organizations."""


class OrganizationError(Exception):
    """The base of all errors of this domain."""


class NameInvalid(OrganizationError):
    """The name has characters or a length that names may not have."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class OrganizationNameUnavailable(OrganizationError):
    """Another organization has the name, or had it once."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class LinkInvalid(OrganizationError):
    """The link is no HTTP URL."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class OrganizationInactive(OrganizationError):
    """The organization may not be given anything."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class OrganizationGone(OrganizationError):
    """The organization was deleted in the meantime."""


class AlreadyMember(OrganizationError):
    """The person is a member already."""

    def __init__(self, organization: str, username: str, role_name: str) -> None:
        super().__init__(f"{username} is {role_name} of {organization} already.")
        self.organization, self.username = organization, username


class PersonError(OrganizationError):
    """The base of what keeps one person from joining."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class PersonUnknown(PersonError):
    """Nobody of this name can be asked to join."""


class PersonUnverified(PersonError):
    """Somebody has no verified primary address, so nothing can be sent to them."""


class PersonInvited(PersonError):
    """Somebody was invited, and has not answered yet."""


class NotAMember(PersonError):
    """Somebody does not belong to the organization, so they can be in none of its teams."""


class NotOnTeam(PersonError):
    """Somebody is not on the team, so they cannot leave it."""


class OnTeamAlready(PersonError):
    """Somebody is a member of the team already."""


class InvitationGone(OrganizationError):
    """The invitation was answered, taken back, or replaced by a newer one."""


class InvitationOfAnother(OrganizationError):
    """The invitation is for another account."""


class RoleNotOffered(OrganizationError):
    """The organization has nobody in this role: only companies are billed."""

    def __init__(self, role_name: str) -> None:
        super().__init__(role_name)
        self.role_name = role_name


class OwnRoleKept(OrganizationError):
    """Owners do not take their own ownership; another owner does."""


class OnlyOwner(OrganizationError):
    """An organization keeps one owner."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} would have no owner.")
        self.name = name


class OrganizationNotEmpty(OrganizationError):
    """The organization owns projects still, so it cannot be deleted."""

    def __init__(self, name: str, projects: int) -> None:
        super().__init__(f"{name} owns {projects} projects")
        self.name, self.projects = name, projects


class RulesUnmet(OrganizationError):
    """Somebody does not meet a rule of the organization; `reason` says which, and how."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class OwnRuleUnmet(OrganizationError):
    """Whoever would set a rule does not meet it, so nobody might be left who does."""


class OnlyOwnerMeetingRules(OrganizationError):
    """An organization keeps one owner who meets its rules."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} would have no owner who meets its rules.")
        self.name = name


class TokenLastsTooLong(OrganizationError):
    """An organization lets no token last so long that can upload to its projects."""

    def __init__(self, organization: str, days: int) -> None:
        super().__init__(f"{organization} lets tokens last {days} days at most.")
        self.organization, self.days = organization, days


class DomainInvalid(OrganizationError):
    """The text is no domain."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain)
        self.domain = domain


class DomainKnown(DomainInvalid):
    """The organization has the domain already."""


class DomainCheckedJustNow(DomainInvalid):
    """Somebody looked for the proof a moment ago."""


class DomainUnproved(DomainInvalid):
    """Neither DNS nor the web site of the domain shows the token."""


class DomainClaimed(DomainInvalid):
    """Another organization has proved that the domain is its own."""

    def __init__(self, domain: str, holder: str) -> None:
        super().__init__(domain)
        self.holder = holder


class TooManyDomains(OrganizationError):
    """The organization has as many domains as any may have."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class AddressNotInvited(PersonError):
    """Nobody with the addresses that somebody has may be invited."""


class TeamGone(OrganizationError):
    """The team was deleted in the meantime."""


class TeamNameInvalid(OrganizationError):
    """No team can have this name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TeamNameTaken(OrganizationError):
    """Another team of the organization has the name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotInCharge(OrganizationError):
    """Somebody may not give projects to an organization, or take them from it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class ApplicationExists(OrganizationError):
    """The person has applied for this name, and nobody has decided yet."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooManyApplications(OrganizationError):
    """The person has as many undecided applications as anybody may have."""


class ApplicationDecided(OrganizationError):
    """The application was decided already."""

    def __init__(self, name: str, status: str) -> None:
        super().__init__(f"The application for {name} is {status} already.")
        self.name, self.status = name, status


class ApplicationGone(OrganizationError):
    """The application was deleted in the meantime."""


class NothingAsked(OrganizationError):
    """Nobody has asked anything about the application."""


class IssuerInvalid(OrganizationError):
    """An identity provider cannot be at this address; `reason` says why, for people."""

    def __init__(self, issuer: str, reason: str) -> None:
        super().__init__(issuer, reason)
        self.issuer, self.reason = issuer, reason


class ProvidersOff(OrganizationError):
    """The index lets no organization name an identity provider."""


class ProviderKnown(OrganizationError):
    """The organization has an identity provider already."""

    def __init__(self, issuer: str) -> None:
        super().__init__(issuer)
        self.issuer = issuer


class ProviderGone(OrganizationError):
    """The organization has no identity provider, or another one by now."""

    def __init__(self, organization: str) -> None:
        super().__init__(organization)
        self.organization = organization


class ProviderUntried(OrganizationError):
    """Somebody sets the rule who has not signed in by the provider themselves."""


class IdentityOfAnother(OrganizationError):
    """The identity is that of another member."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label
