"""Making organizations at once, where nobody has to apply for them."""

from warehouse.accounts.models import User
from warehouse.accounts.spending import spend
from warehouse.organizations.models import Organization
from warehouse.organizations.services.organizations import OrganizationService, Profile
from warehouse.rate_limiting import RateLimiter, charges
from warehouse.security import Actor


class FoundingService:
    """Makes organizations for people, a few a day for each."""

    def __init__(
        self, organizations: OrganizationService, limiter: RateLimiter, *, limit: str
    ) -> None:
        self._organizations, self._limiter, self._limit = organizations, limiter, limit

    def found(
        self, name: str, profile: Profile, *, owner: User, actor: Actor
    ) -> Organization:
        """Make an organization with its first owner.

        Raises what `OrganizationService.create` does, and `TooManyRequests`.
        """
        self._organizations.check(name, profile)
        spend(self._limiter, *charges(self._limit, "organization", "user", str(owner.id)))
        return self._organizations.create(name, profile, owner=owner, actor=actor)
