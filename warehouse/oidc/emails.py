"""The messages about trusted publishers."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class PublisherMail(Mail, template="trusted-publisher-added", is_security=True):
    """What a message about a publisher says: which one, of which project, by whom."""

    username: str
    project: str
    publisher: str
    specifier: str
    by: str


class PublisherAddedMail(
    PublisherMail, template="trusted-publisher-added", is_security=True
):
    """Tells that a publisher may publish in a project."""


class PublisherRemovedMail(
    PublisherMail, template="trusted-publisher-removed", is_security=True
):
    """Tells that a publisher may publish in a project no longer."""


@dataclass(frozen=True)
class EnvironmentIgnoredMail(
    Mail, template="environment-ignored-in-trusted-publisher", is_security=True
):
    """Offers to narrow a publisher to the environment that it is used in."""

    username: str
    project: str
    publisher: str
    specifier: str
    environment: str
    link: str


class PublisherReifiedMail(
    PublisherMail, template="pending-trusted-publisher-reified", is_security=True
):
    """Tells who waited for a publisher that it made their project."""
