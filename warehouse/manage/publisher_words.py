"""What is wrong about registering a publisher, in words for owners."""

from collections.abc import Callable
from typing import Any

from warehouse.i18n import Message, _
from warehouse.oidc import errors

_SENTENCES: dict[type[errors.OIDCError], Callable[[Any], Message]] = {
    errors.ProviderDisabled: lambda it: _(
        "The administrators have switched this kind of publisher off for now."
    ),
    errors.IssuerNotAllowed: lambda it: _(
        "The administrators do not allow the issuer ${issuer} here.",
        mapping={"issuer": it.issuer},
    ),
    errors.IdentityInvalid: lambda it: _(
        "That cannot be a publisher: ${problem}.", mapping={"problem": str(it)}
    ),
    errors.PublisherExists: lambda it: _("The project has this publisher already."),
    errors.PublisherUnknown: lambda it: _("The project does not have that publisher."),
    errors.AlreadyConstrained: lambda it: _(
        "This publisher cannot be limited to an environment, or is so already."
    ),
    errors.PendingExists: lambda it: _("Somebody waits for this publisher already."),
    errors.TooManyPending: lambda it: _(
        "You can wait for at most ${most} publishers. Remove one first.",
        mapping={"most": it.most},
    ),
    errors.AddressUnverified: lambda it: _("Verify your primary address first."),
    errors.TooManyRegistrations: lambda it: _(
        "Too many publishers were added just now. Try again in ${minutes} minutes.",
        mapping={"minutes": it.retry_after // 60 + 1},
    ),
}


def explain(error: errors.OIDCError) -> Message:
    """Return what is wrong, in words."""
    return _SENTENCES[type(error)](error)
