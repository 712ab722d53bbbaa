"""What is wrong with a sign-in from outside, in words for people."""

from collections.abc import Sequence

from warehouse.accounts import explanations as accounts
from warehouse.accounts.errors import AccountError
from warehouse.i18n import Message, _
from warehouse.single_sign_on import errors

_DENIED = "access_denied"
"""The word of providers for a person who changed their mind (RFC 6749, 4.1.2.1)."""


def explain(error: Exception, label: str) -> Sequence[str]:
    """Return what went wrong at the provider that people call `label`, and what to do."""
    if isinstance(error, AccountError):
        return accounts.explain(error)
    if isinstance(error, errors.ProviderRefused) and error.code == _DENIED:
        return [_("${provider} did not sign you in.", mapping={"provider": label})]
    facts = {name: str(value)[:100] for name, value in vars(error).items()}
    sentence = _SENTENCES.get(type(error), _OTHERWISE)
    return [sentence.with_values(provider=label, **facts)]


_SENTENCES: dict[type[Exception], Message] = {
    errors.ProviderRefused: _(
        "${provider} did not sign you in; its reason is “${code}”. Try again, or tell the "
        "administrators."
    ),
    errors.ProviderSilent: _(
        "${provider} cannot be reached at the moment. Try again in a minute, or sign in "
        "with a password if you have one."
    ),
    errors.NoLongerProved: _(
        "${provider} did not ask who you are, so nothing is confirmed. Sign out there, and "
        "try again."
    ),
    errors.IdentityUnknown: _(
        "No account here is linked with your account at ${provider}. Sign in, and link it "
        "under “Sign-in” in your account."
    ),
    errors.IdentityTaken: _(
        "Your account at ${provider} is linked with another account here. Sign in to that "
        "one to end it."
    ),
    errors.AddressTaken: _(
        "An account here has the address ${address}. If it is yours, sign in to it and "
        "link it with ${provider} under “Sign-in” in your account."
    ),
    errors.AccountClosed: _(
        "This account is suspended. Please contact the administrators."
    ),
    errors.OnlyWayIn: _(
        "You could not sign in any more. Choose a password first, or add a passkey."
    ),
}
_OTHERWISE = _("The answer of ${provider} is not one to this sign-in. Please begin again.")
