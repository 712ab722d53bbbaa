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


class AlreadyMember(OrganizationError):
    """The person is a member already."""

    def __init__(self, organization: str, username: str, role_name: str) -> None:
        super().__init__(f"{username} is {role_name} of {organization} already.")


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


class NothingAsked(OrganizationError):
    """Nobody has asked anything about the application."""
