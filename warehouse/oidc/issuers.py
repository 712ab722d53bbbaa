"""The issuers of identity tokens: those that are built in, and those that are allowed."""

from collections.abc import Collection

from warehouse.oidc.identities import (
    ActiveStateIdentity,
    GenericIdentity,
    GitHubIdentity,
    GitLabIdentity,
    GoogleIdentity,
    PublisherIdentity,
)
from warehouse.oidc.models.columns import GITLAB_COM
from warehouse.outbound import TargetRefused, TargetRules
from warehouse.settings.trusted_publishing import ANY_ISSUER

GITHUB = "https://token.actions.githubusercontent.com"
GOOGLE = "https://accounts.google.com"
ACTIVESTATE = "https://platform.activestate.com/api/v1/oauth/oidc"

BUILT_IN: dict[str, type[PublisherIdentity]] = {
    GITHUB: GitHubIdentity,
    GITLAB_COM: GitLabIdentity,
    GOOGLE: GoogleIdentity,
    ACTIVESTATE: ActiveStateIdentity,
}
"""The kind of publisher that each issuer vouches for."""

OTHERS: tuple[type[PublisherIdentity], ...] = (GitLabIdentity, GenericIdentity)
"""The kinds that other issuers may vouch for."""


class Issuers:
    """Says whose tokens may be trusted; URLs are compared to the last character."""

    def __init__(self, allowed: Collection[str], rules: TargetRules) -> None:
        self._allowed, self.rules = frozenset(allowed), rules

    def kinds_of(self, issuer: str) -> tuple[type[PublisherIdentity], ...]:
        """Return the kinds of publishers that an issuer may vouch for, perhaps none."""
        if issuer in BUILT_IN:
            return (BUILT_IN[issuer],)
        return OTHERS if self._is_allowed(issuer) else ()

    def may_be_used(self, issuer: str, *, is_generic: bool) -> bool:
        """Return whether an owner may register a publisher of the kind at an issuer."""
        wanted = GenericIdentity if is_generic else GitLabIdentity
        return wanted in self.kinds_of(issuer)

    def _is_allowed(self, issuer: str) -> bool:
        if issuer not in self._allowed and ANY_ISSUER not in self._allowed:
            return False
        if "?" in issuer:
            return False
        try:
            self.rules.check(issuer)
        except TargetRefused:
            return False
        return True
