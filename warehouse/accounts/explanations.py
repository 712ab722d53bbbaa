"""What is wrong, in words for people: one sentence or more for each error of accounts."""

from typing import cast

from warehouse.accounts import errors
from warehouse.i18n import Message, _, ngettext


class HelpLink(Message):
    """A sentence that is a link to an answer of the help pages, where it is a page's."""

    __slots__ = ("anchor",)
    anchor: str

    def __new__(cls, sentence: Message, anchor: str) -> "HelpLink":
        """Make `sentence` lead to the answer that is named `anchor`."""
        link = cast(HelpLink, super().__new__(cls, sentence.msgid, sentence.mapping))
        link.anchor = anchor
        return link


ADVICE = {
    "Use a few words, avoid common phrases.": _("Use a few words that are no saying."),
    "No need for symbols, digits, or uppercase letters.": _(
        "It needs no symbols, digits or capitals."
    ),
    "Straight rows of keys are easy to guess.": _(
        "Rows of keys on a keyboard are easy to guess."
    ),
    "Short keyboard patterns are easy to guess.": _(
        "Short patterns on a keyboard are easy to guess."
    ),
    "Use a longer keyboard pattern with more turns.": _(
        "A pattern on a keyboard needs to be longer, with more turns."
    ),
    'Repeats like "aaa" are easy to guess.': _("Repeats like “aaa” are easy to guess."),
    'Repeats like "abcabcabc" are only slightly harder to guess than "abc".': _(
        "Repeats like “abcabcabc” are hardly better than “abc”."
    ),
    "Avoid repeated words and characters.": _("Repeat no words and characters."),
    'Sequences like "abc" or "6543" are easy to guess.': _(
        "Sequences like “abc” or “6543” are easy to guess."
    ),
    "Avoid sequences.": _("Use no sequences."),
    "Recent years are easy to guess.": _("Years are easy to guess."),
    "Avoid recent years.": _("Use no years of late."),
    "Avoid years that are associated with you.": _("Use no years that matter to you."),
    "Dates are often easy to guess.": _("Dates are easy to guess."),
    "Avoid dates and years that are associated with you.": _(
        "Use no dates and years that matter to you."
    ),
    "Add another word or two. Uncommon words are better.": _(
        "Add a word or two; rare ones are better."
    ),
    "This is a top-10 common password.": _("It is one of the ten most used passwords."),
    "This is a top-100 common password.": _(
        "It is one of the hundred most used passwords."
    ),
    "This is a very common password.": _("It is a password that many use."),
    "This is similar to a commonly used password.": _(
        "It resembles a password that many use."
    ),
    "A word by itself is easy to guess.": _("A single word is easy to guess."),
    "Names and surnames by themselves are easy to guess.": _(
        "A name by itself is easy to guess."
    ),
    "Common names and surnames are easy to guess.": _("Names are easy to guess."),
    "Capitalization doesn't help very much.": _("A capital at the beginning hardly helps."),
    "All-uppercase is almost as easy to guess as all-lowercase.": _(
        "All capitals are hardly better than none."
    ),
    "Reversed words aren't much harder to guess.": _(
        "Words written backwards are hardly better."
    ),
    "Predictable substitutions like '@' instead of 'a' don't help very much.": _(
        "Writing “@” for “a” and the like hardly helps."
    ),
}
"""Our words for those of zxcvbn."""


def explain(error: errors.AccountError) -> list[str]:
    """Return what is wrong and how to mend it."""
    match error:
        case errors.PasswordWeak():
            words = [error.warning, *error.suggestions]
            advice = [ADVICE[each] for each in words if each]
            return [_("This password is easy to guess."), *advice]
        case errors.PasswordBreached() | errors.PasswordCompromised():
            more = HelpLink(_("What that means, and what to do"), "compromised-password")
            return [_SENTENCES[type(error)], more]
        case errors.TooManyRequests() | errors.TooManyAttempts():
            return [_later(error.seconds)]
    return [_sentence(error)]


def _sentence(error: errors.AccountError) -> str:
    """Return what is wrong, with the value that is."""
    match error:
        case errors.UserUnknown():
            name = {"name": error.username}
            return _("There is no account named “${name}”.", mapping=name)
        case errors.EmailUndeliverable():
            address = {"address": error.email}
            return _("No mail can arrive at ${address}.", mapping=address)
        case errors.EmailInvalid():
            said = {"address": error.email}
            return _(
                "“${address}” is no e-mail address like name@example.com.", mapping=said
            )
        case errors.EmailDomainProhibited():
            domain = {"domain": error.domain}
            return _(
                "Addresses at ${domain} cannot be used here. Use another.", mapping=domain
            )
    return _SENTENCES[type(error)]


def explain_login(error: errors.LoginFailed) -> list[str]:
    """Return why a sign-in was refused, in the reader's language."""
    if isinstance(error, errors.TooManyAttempts):
        wait = ngettext(
            "There were too many wrong tries. Try again in ${n} minute.",
            "There were too many wrong tries. Try again in ${n} minutes.",
            -(-error.seconds // 60),
        )
        return [wait]
    return explain(error)


_SENTENCES: dict[type[errors.AccountError], Message] = {
    errors.UsernameInvalid: _(
        "Use 2 to 50 letters, digits, dots, hyphens and underscores; the first and the "
        "last are a letter or a digit."
    ),
    errors.UsernameUnavailable: _("This username is not available. Choose another."),
    errors.EmailUnavailable: _("This address belongs to an account already."),
    errors.EmailUnknown: _("The account that you are signed in to has no such address."),
    errors.EmailAlreadyVerified: _("The address is verified already."),
    errors.EmailNotVerified: _("Verify the address first."),
    errors.EmailIsPrimary: _(
        "The primary address cannot be removed. Make another the primary one first."
    ),
    errors.ReplacementForbidden: _(
        "The address of an account with projects or a second factor is not replaced in "
        "this way. Please contact the administrators."
    ),
    errors.LastAdministrator: _(
        "There is no other administrator. Somebody else has to be appointed first."
    ),
    errors.NotAnAdministrator: _("Your account is no administrator any more."),
    errors.PasswordWrong: _("The password is not right."),
    errors.PasswordBreached: _(
        "This password is known from a breach of some other site, and tried by whoever "
        "breaks in. Choose another."
    ),
    errors.PasswordCompromised: _(
        "This password is known from a breach of some other site, so it opens nothing any "
        "more. Ask for a new one below."
    ),
    errors.InvitationNeeded: _(
        "Only whoever was invited can register here, with the address that was invited."
    ),
    errors.AccountDisabled: _(
        "This account is suspended. Please contact the administrators."
    ),
    errors.AddressBanned: _(
        "Nobody can act from your network address at the moment. Please contact the "
        "administrators."
    ),
    errors.AttemptUnknown: _(
        "No sign-in waits to be confirmed by this link. Please sign in again."
    ),
    errors.DeviceDiffers: _(
        "The sign-in was made from another network. Follow the link on the device, or in "
        "the network, that you signed in from."
    ),
    errors.LinkInvalid: _("The link is broken, or was used before. Ask for another."),
    errors.LinkTooOld: _("The link is too old. Ask for another."),
    errors.PasswordInvalid: _("A password has at most 4096 characters, and no null bytes."),
    errors.RegistrationClosed: _("Nobody can register here at the moment."),
    errors.PasswordUnchecked: _(
        "Your password cannot be checked at the moment, because the directory that knows "
        "it does not answer. Try again in a minute."
    ),
    errors.TotpWrong: _(
        "The code is not right. Each code works once: wait for the next one."
    ),
    errors.TotpOutOfSync: _(
        "The code is right for another time. Set the clock of the device with the app, and "
        "try again."
    ),
    errors.RecoveryCodeWrong: _("Your account has no such recovery code."),
    errors.KeyWrong: _("That key or passkey does not open this account. Please try again."),
    errors.RecoveryCodeBurned: _("This recovery code was used before. Each works once."),
}


def _later(seconds: int) -> str:
    if seconds < 5400:
        return ngettext(
            "That was too often. Try again in ${n} minute.",
            "That was too often. Try again in ${n} minutes.",
            max(1, -(-seconds // 60)),
        )
    return ngettext(
        "That was too often. Try again in ${n} hour.",
        "That was too often. Try again in ${n} hours.",
        -(-seconds // 3600),
    )
