"""What people have done about the terms of use."""

from sqlalchemy.orm import Session

from warehouse.accounts import queries
from warehouse.accounts.models import Engagement, TermsEngagement, User
from warehouse.accounts.policies import Policies


class TermsService:
    """Records who was told of which terms, read them and agreed to them."""

    def __init__(self, db: Session, policies: Policies) -> None:
        self.db, self.policies = db, policies

    def record(self, user: User, engagement: Engagement) -> None:
        """Record once what somebody has done about the present terms, if there are any."""
        terms = self.policies.terms
        if terms is None or self._has(user, terms.revision, engagement):
            return
        row = TermsEngagement(
            user_id=user.id, revision=terms.revision, engagement=engagement
        )
        self.db.add(row)
        self.db.flush()

    def has_agreed(self, user: User) -> bool:
        """Return whether somebody agreed to the present terms, or there are none."""
        terms = self.policies.terms
        return terms is None or self._has(user, terms.revision, Engagement.AGREED)

    def _has(self, user: User, revision: str, engagement: Engagement) -> bool:
        return engagement in queries.engagements_of(self.db, user, revision)
