"""Members of an organization, as its own identity provider knows them."""

from warehouse.accounts.models import User
from warehouse.organizations.models import Organization
from warehouse.organizations.services import ProviderService
from warehouse.security import Actor
from warehouse.single_sign_on.providers import Assertion
from warehouse.single_sign_on.services.following import FollowingService


class MembershipService:
    """Notes that somebody who is signed in here is a member by the provider's word.

    It opens no account, and makes nobody a member.
    """

    def __init__(self, providers: ProviderService, following: FollowingService) -> None:
        self.providers, self.following = providers, following

    def renew(self, organization: Organization, user: User, said: Assertion) -> bool:
        """Note it of a member who said before as whom they are known; False for others."""
        is_known = self.providers.renew(
            organization, user, subject=said.subject, label=said.label
        )
        if is_known:
            self.following.follow(user, said, within=organization)
        return is_known

    def identify(
        self,
        organization: Organization,
        user: User,
        said: Assertion,
        *,
        switches_on: bool,
        actor: Actor,
    ) -> None:
        """Note it of a member who has seen as whom they are known.

        Raises what `ProviderService.identify` raises.
        """
        self.providers.identify(
            organization,
            user,
            issuer=said.issuer,
            subject=said.subject,
            label=said.label,
            switches_on=switches_on,
            actor=actor,
        )
        self.following.follow(user, said, within=organization)
