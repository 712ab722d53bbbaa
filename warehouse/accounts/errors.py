"""What may go wrong with accounts."""


class AccountError(Exception):
    """The base of them all."""


class UsernameInvalid(AccountError):
    """The name has characters or a length that usernames may not have."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class UsernameUnavailable(AccountError):
    """The name is taken or prohibited; which of the two is nobody's business."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class EmailInvalid(AccountError):
    """The address is not one."""

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
    """The account exists; the password is not its own."""


class AccountDisabled(LoginFailed):
    """The account is frozen, or its password was disabled."""


class TooManyAttempts(LoginFailed):
    """Wrong passwords were tried too often; `seconds` until the next may be tried."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds
