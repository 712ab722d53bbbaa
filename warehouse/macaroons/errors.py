"""The errors of API tokens."""


class TokenError(Exception):
    """The base of all errors about tokens."""


class TokenMalformed(TokenError):
    """The text is no token."""


class TokenUnknown(TokenError):
    """The token is well formed, and has no row."""


class TokenNotValid(TokenError):
    """The token exists, and does not permit this; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DescriptionTaken(TokenError):
    """The user has a token with this description already."""

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description


class AlreadyAsked(TokenError):
    """The owner of the token was asked to narrow it not long ago."""
