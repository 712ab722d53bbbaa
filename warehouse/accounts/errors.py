"""The errors of accounts."""

from collections.abc import Sequence


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


class EmailUndeliverable(EmailInvalid):
    """Nobody takes mail for the domain of the address."""


class EmailUnavailable(AccountError):
    """The address belongs to an account already."""

    def __init__(self, email: str) -> None:
        super().__init__(email)
        self.email = email


class EmailDomainProhibited(AccountError):
    """Staff keep addresses of this domain from accounts."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain)
        self.domain = domain


class EmailUnknown(AccountError):
    """The account has no such address, or the link is about one that it had."""


class EmailAlreadyVerified(AccountError):
    """The address was verified before."""


class EmailNotVerified(AccountError):
    """Nobody has proved yet that they read the address."""


class EmailIsPrimary(AccountError):
    """The address is the one that mail goes to, so it cannot be removed."""


class ReplacementForbidden(AccountError):
    """The account has projects or a second factor, so its address is not just replaced."""


class LinkInvalid(AccountError):
    """The link is not one that we sent, or was used already."""


class LinkTooOld(AccountError):
    """The link was sent too long ago."""


class PasswordInvalid(AccountError):
    """The password is too long, or has a null byte."""


class PasswordWeak(AccountError):
    """The password is easy to guess; `score` is 0 to 4, and the advice is zxcvbn's."""

    def __init__(self, score: int, warning: str, suggestions: tuple[str, ...]) -> None:
        super().__init__(warning)
        self.score, self.warning, self.suggestions = score, warning, suggestions


class PasswordBreached(AccountError):
    """The password is known from a breach, and tried by whoever breaks in."""


class InvitationNeeded(AccountError):
    """Only whoever was invited may register, with the address that was invited."""


class RegistrationClosed(AccountError):
    """Nobody may register at present."""


class RegistrationRefused(AccountError):
    """No account can be made of what was sent; `problems` has an error for each field."""

    def __init__(self, problems: dict[str, AccountError]) -> None:
        super().__init__(", ".join(problems))
        self.problems = problems


class TooManyRequests(AccountError):
    """Something was asked for too often; `seconds` until it may be asked for again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class LoginFailed(AccountError):
    """The credentials do not open an account."""


class AddressBanned(LoginFailed):
    """Nobody can sign in from the client's address."""


class UserUnknown(LoginFailed):
    """No account has this name."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class PasswordUnchecked(LoginFailed):
    """The directory that knows the password does not answer."""


class PasswordWrong(LoginFailed):
    """The account exists, and the password is wrong."""


class AccountDisabled(LoginFailed):
    """The account is frozen, or its password was disabled."""


class PasswordCompromised(AccountDisabled):
    """The password is right, but known from a breach, so it opens nothing any more."""


class AttemptUnknown(LoginFailed):
    """No sign-in waits for this confirmation, or it was confirmed before."""


class DeviceDiffers(LoginFailed):
    """The sign-in that is to be confirmed was made from another network."""


class TooManyAttempts(LoginFailed):
    """Too many were wrong; `seconds` until the next may be tried."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class AccountNeeded(AccountError):
    """The account cannot be deleted, because others depend on it; `names` says who."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = tuple(names)


class FactorWrong(LoginFailed):
    """The second factor is not right; `reason` is what the event log keeps."""

    reason: str


class TotpWrong(FactorWrong):
    """The code is not one of the authenticator, or was used before."""

    reason = "invalid_totp"


class TotpOutOfSync(TotpWrong):
    """The code is one of another time: the clock of the authenticator is wrong."""


class RecoveryCodeWrong(FactorWrong):
    """The account has no such recovery code."""

    reason = "invalid_recovery_code"


class RecoveryCodeBurned(FactorWrong):
    """The recovery code was used before."""

    reason = "burned_recovery_code"


class RecoveryCodesExist(AccountError):
    """There are recovery codes that were not used."""


class LastFactor(AccountError):
    """The only second factor cannot be removed."""


class KeyWrong(FactorWrong):
    """No key of the account signed what it was asked for, or it did so before."""

    reason = "invalid_webauthn"


class KeyRefused(AccountError):
    """The browser did not make a key as it was asked to."""


class KeyTaken(AccountError):
    """The key belongs to an account already."""


class LabelTaken(AccountError):
    """The account has a key with this label."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


class LastAdministrator(AccountError):
    """Nobody else could appoint staff."""

    def __init__(self, username: str) -> None:
        super().__init__(username)
        self.username = username


class NotAnAdministrator(AccountError):
    """Whoever acts is an administrator no longer."""


class DomainInvalid(AccountError):
    """The text is no name of a domain."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain)
        self.domain = domain


class DomainShared(AccountError):
    """Many people use the domain who have nothing to do with each other."""

    def __init__(self, domain: str) -> None:
        super().__init__(domain)
        self.domain = domain
