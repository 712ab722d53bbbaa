"""The errors of accounts."""


class AccountError(Exception):
    """The base of all errors of this domain."""


class UsernameInvalid(AccountError):
    """The name has characters or a length that usernames may not have."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class UsernameUnavailable(AccountError):
    """The name is taken or prohibited; it is not told which."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class EmailInvalid(AccountError):
    """The text is no e-mail address."""

    def __init__(self, email: str, problem: str) -> None:
        super().__init__(email)
        self.email = email
        self.problem = problem


class EmailUnavailable(AccountError):
    """The address belongs to an account already."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email


class LoginFailed(AccountError):
    """The credentials do not open an account."""


class UserUnknown(LoginFailed):
    """No account has this name."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class PasswordWrong(LoginFailed):
    """The account exists, and the password is wrong."""


class AccountDisabled(LoginFailed):
    """The account is frozen, or its password was disabled."""


class TooManyAttempts(LoginFailed):
    """Wrong passwords were tried too often; `seconds` until the next may be tried."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
