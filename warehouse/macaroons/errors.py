"""What may go wrong with API tokens."""


class TokenError(Exception):
    """The base of them all."""


class TokenMalformed(TokenError):
    """The text is not a token of ours at all."""


class TokenUnknown(TokenError):
    """The token is well formed, and we have no row for it."""


class TokenNotValid(TokenError):
    """The token exists, and it does not stretch to this; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DescriptionTaken(TokenError):
    """The user has a token with this description already."""

    def __init__(self, description: str) -> None:
        super().__init__(description)
        self.description = description
