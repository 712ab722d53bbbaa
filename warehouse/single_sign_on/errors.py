"""The errors of signing in from outside, as facts; surfaces find the words."""


class SignOnError(Exception):
    """The base of everything this domain raises."""


class ProviderSilent(SignOnError):
    """The identity provider does not answer as it should; the text is for operators."""


class ProviderRefused(SignOnError):
    """The identity provider did not sign the person in; `code` is its word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DirectorySilent(SignOnError):
    """The directory does not answer as it should."""


class PasswordRefused(SignOnError):
    """The directory knows nobody with this name and password; it is not told which."""


class AssertionInvalid(SignOnError):
    """What was said of a person is not what the identity provider says, now, to us."""


class NoLongerProved(AssertionInvalid):
    """The person was to prove anew who they are, and the provider did not ask."""


class IdentityUnknown(SignOnError):
    """No account is linked to the identity, and none is made for it."""


class IdentityTaken(SignOnError):
    """The identity is linked to another account."""


class AccountClosed(SignOnError):
    """The account is suspended."""


class AddressTaken(SignOnError):
    """An account that is not linked has the person's e-mail address."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class OnlyWayIn(SignOnError):
    """Without the identity nobody could sign in to the account."""
