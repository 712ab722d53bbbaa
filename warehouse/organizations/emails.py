"""The messages about applications for organizations."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class ApplicationReceivedMail(Mail, template="new-organization-requested"):
    """Confirms that somebody applied."""

    username: str
    organization: str


@dataclass(frozen=True)
class ApplicationApprovedMail(Mail, template="new-organization-approved"):
    """Says that the organization is there."""

    username: str
    organization: str
    message: str


@dataclass(frozen=True)
class ApplicationDeclinedMail(Mail, template="new-organization-declined"):
    """Says that the organization is not made."""

    username: str
    organization: str
    message: str


@dataclass(frozen=True)
class InformationNeededMail(Mail, template="new-organization-moreinformationneeded"):
    """Asks what staff need to know."""

    username: str
    organization: str
    message: str
    link: str
