"""Rules for new passwords: hard to guess, and not known from a breach.

How hard is estimated by zxcvbn, for which a person's own names are the first guesses. Only
the beginning of a password is looked at: it would be strong enough by itself, and the time
that the estimate takes grows with the square of the length.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import zxcvbn

from warehouse.accounts.breaches import PasswordCorpus
from warehouse.accounts.errors import PasswordBreached, PasswordInvalid, PasswordWeak
from warehouse.accounts.passwords import LONGEST

ENOUGH = 2
"""The lowest score of zxcvbn, of 0 to 4, that a password needs."""

_LOOKED_AT = 64
_MOST_OWN_WORDS = 20


@dataclass(frozen=True)
class Strength:
    """How hard a password is to guess, and zxcvbn's advice in its own words."""

    score: int
    warning: str = ""
    suggestions: tuple[str, ...] = ()

    @property
    def is_enough(self) -> bool:
        """Return whether a password may be as weak as this."""
        return self.score >= ENOUGH


def strength_of(password: str, own_words: Iterable[str] = ()) -> Strength:
    """Return how hard `password` is to guess for somebody who knows `own_words`."""
    if not password:
        return Strength(0)
    words = [word[:_LOOKED_AT] for word in own_words if word][:_MOST_OWN_WORDS]
    found = zxcvbn.zxcvbn(password[:_LOOKED_AT], user_inputs=words)
    feedback = found["feedback"]
    warning, suggestions = feedback["warning"], tuple(feedback["suggestions"])
    return Strength(int(found["score"]), warning, suggestions)


class PasswordRules:
    """Decides whether a password may be set."""

    def __init__(self, breached: PasswordCorpus | None) -> None:
        self._breached = breached

    def check(self, password: str, own_words: Iterable[str] = ()) -> None:
        """Raise `PasswordInvalid`, `PasswordWeak` or `PasswordBreached` if it may not."""
        if len(password) > LONGEST or "\0" in password:
            raise PasswordInvalid
        strength = strength_of(password, own_words)
        if not strength.is_enough:
            raise PasswordWeak(strength.score, strength.warning, strength.suggestions)
        if self.is_breached(password):
            raise PasswordBreached

    def is_breached(self, password: str) -> bool:
        """Return whether the password is known from a breach, if any is looked at."""
        return self._breached is not None and self._breached.has(password)


def own_words(*, username: str, name: str = "", addresses: Iterable[str] = ()) -> list[str]:
    """Return the words that somebody who knows a person would try first."""
    words = [username, name, *name.split()]
    for address in addresses:
        local, _, domain = address.rpartition("@")
        words += [address, local, domain]
    return words
