"""The sentences that say why a sign-in was refused."""

from warehouse.accounts.errors import (
    KeyWrong,
    LoginFailed,
    RecoveryCodeBurned,
    RecoveryCodeWrong,
    TooManyAttempts,
    TotpOutOfSync,
    TotpWrong,
    UserUnknown,
)
from warehouse.accounts.explanations import explain
from warehouse.i18n import Message, _, ngettext

_SENTENCES: dict[type[LoginFailed], Message] = {
    TotpWrong: _("The code is not right. Each code works once: wait for the next one."),
    TotpOutOfSync: _(
        "The code is right for another time. Set the clock of the device with the app, and "
        "try again."
    ),
    RecoveryCodeWrong: _("Your account has no such recovery code."),
    KeyWrong: _("That key or passkey does not open this account. Please try again."),
    RecoveryCodeBurned: _("This recovery code was used before. Each works once."),
}


def words_of(error: LoginFailed) -> str:
    """Return the sentence about `error`, in the reader's language."""
    if isinstance(error, UserUnknown):
        name = {"name": error.username}
        return _("There is no account named “${name}”.", mapping=name)
    if isinstance(error, TooManyAttempts):
        minutes = -(-error.seconds // 60)
        return ngettext(
            "There were too many wrong tries. Try again in ${n} minute.",
            "There were too many wrong tries. Try again in ${n} minutes.",
            minutes,
        )
    sentence = _SENTENCES.get(type(error))
    return str(sentence or explain(error)[0])
