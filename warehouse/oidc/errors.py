"""The errors of trusted publishing, as facts; surfaces find the words."""

import enum


class OIDCError(Exception):
    """The base of everything this domain raises."""


class IdentityInvalid(OIDCError):
    """Nobody can be such a publisher; `field` has the wrong value, `reason` says why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


class ProviderDisabled(OIDCError):
    """An operator has switched a kind of publisher off, or all of them."""


class IssuerNotAllowed(OIDCError):
    """The operator of the index does not allow an issuer."""

    def __init__(self, issuer: str) -> None:
        super().__init__(f"the issuer {issuer} is not allowed here")
        self.issuer = issuer


class PublisherExists(OIDCError):
    """The project has the publisher already."""


class PublisherUnknown(OIDCError):
    """The project does not have the publisher, or not any more."""


class AlreadyConstrained(OIDCError):
    """The publisher is for one environment already, or its kind knows none."""


class PendingExists(OIDCError):
    """Somebody waits for the publisher to make a project already."""


class TooManyPending(OIDCError):
    """A person waits for as many publishers as they may."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} pending publishers")
        self.most = most


class AddressUnverified(OIDCError):
    """Only who has a verified primary address may wait for a publisher."""


class TooManyRegistrations(OIDCError):
    """Somebody added so many publishers that they must wait `retry_after` seconds."""

    def __init__(self, limit: str, retry_after: int) -> None:
        super().__init__(f"more than {limit}")
        self.limit, self.retry_after = limit, retry_after


class TokenUnreadable(OIDCError):
    """A text is no identity token."""


class TokenInvalid(OIDCError):
    """An identity token is not its issuer's, not for this index, or not for now."""


class IssuerBusy(TokenInvalid):
    """A token cannot be checked now, because its issuer is being asked for its keys."""


class Code(enum.StrEnum):
    """The codes of refused exchanges, which clients know."""

    INVALID_PAYLOAD = "invalid-payload"
    NOT_ENABLED = "not-enabled"
    INVALID_TOKEN = "invalid-token"  # noqa: S105
    INVALID_PENDING_PUBLISHER = "invalid-pending-publisher"
    INVALID_PUBLISHER = "invalid-publisher"
    INVALID_REUSE = "invalid-reuse-token"


class ExchangeRefused(OIDCError):
    """An identity token is not exchanged; the description says why.

    What was written until then `is_kept`, or has to be undone.
    """

    def __init__(self, code: Code, description: str, *, is_kept: bool = True) -> None:
        super().__init__(description)
        self.code, self.description, self.is_kept = code, description, is_kept


class ExchangePostponed(ExchangeRefused):
    """An identity token cannot be exchanged now; later, the same request may succeed."""

    def __init__(self, code: Code, description: str, *, retry_after: int) -> None:
        super().__init__(code, description, is_kept=False)
        self.retry_after = retry_after
