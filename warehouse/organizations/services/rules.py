"""Setting what an organization asks of whoever works for it."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from warehouse.accounts.models import User
from warehouse.organizations import queries
from warehouse.organizations import rule_signals as signals
from warehouse.organizations.domains import checked_domain
from warehouse.organizations.errors import OwnRuleUnmet, ProviderGone, ProviderUntried
from warehouse.organizations.models import Organization, ProjectMakers
from warehouse.organizations.provider_queries import has_provider, has_to_sign_in
from warehouse.security import Actor
from warehouse.signals import Announce


class RuleService:
    """Changes the rules of organizations; each change that is none is no news."""

    def __init__(self, db: Session, announce: Announce) -> None:
        self.db, self.announce = db, announce

    def ask_second_factor(
        self, organization: Organization, *, is_asked: bool, actor: Actor
    ) -> None:
        """Let people do nothing without a second factor, or let them again.

        Raises `OwnRuleUnmet` if the actor has none.
        """
        self._require_own(actor, is_met=not is_asked or _has_factor(actor.user))
        kinds = (signals.MembersNeedNoFactor, signals.MembersNeedSecondFactor)
        said = kinds[is_asked](organization, actor, "")
        self._set(said, "requires_second_factor", is_asked)

    def ask_passkey(
        self, organization: Organization, *, is_asked: bool, actor: Actor
    ) -> None:
        """Let people do nothing without a security key or passkey, or let them again.

        Raises `OwnRuleUnmet` if the actor has none.
        """
        self._require_own(actor, is_met=not is_asked or _has_key(actor.user))
        kinds = (signals.MembersNeedNoPasskey, signals.MembersNeedPasskey)
        said = kinds[is_asked](organization, actor, "")
        self._set(said, "requires_passkey", is_asked)

    def ask_sign_on(
        self, organization: Organization, hours: int | None, *, actor: Actor
    ) -> None:
        """Ask members for a sign-in by the provider in the last hours, None for none.

        Raises `ProviderUntried` if the actor has not done so; `ProviderGone` without one.
        """
        queries.lock_organization(self.db, organization.id)
        if hours is not None:
            if not has_provider(self.db, organization):
                raise ProviderGone(organization.display_name)
            since = datetime.now(UTC) - timedelta(hours=hours)
            own = actor.user
            if own and has_to_sign_in(self.db, organization, own.id, since):
                raise ProviderUntried
        kinds = (signals.SignOnNotNeeded, signals.SignOnNeeded)
        said = kinds[hours is not None](organization, actor, str(hours or ""))
        self._set(said, "sign_on_hours", hours)

    def ask_publishers(
        self, organization: Organization, *, is_asked: bool, actor: Actor
    ) -> None:
        """Take uploads of trusted publishers only, or of tokens again."""
        kinds = (signals.PublishersNotNeeded, signals.PublishersNeeded)
        said = kinds[is_asked](organization, actor, "")
        self._set(said, "only_trusted_publishing", is_asked)

    def keep_private(
        self, organization: Organization, *, is_asked: bool, actor: Actor
    ) -> None:
        """Make its new projects private, or public; the others stay as they are."""
        kinds = (signals.NewProjectsPublic, signals.NewProjectsPrivate)
        said = kinds[is_asked](organization, actor, "")
        self._set(said, "new_projects_are_private", is_asked)

    def limit_tokens(
        self, organization: Organization, days: int | None, *, actor: Actor
    ) -> None:
        """Take no tokens that were made for longer than this many days, None for any."""
        said = signals.TokenLifeChanged(organization, actor, str(days or ""))
        self._set(said, "longest_token_days", days)

    def let_make_projects(
        self, organization: Organization, makers: ProjectMakers, *, actor: Actor
    ) -> None:
        """Let these members add projects."""
        said = signals.ProjectMakersChanged(organization, actor, makers.value)
        self._set(said, "project_makers", makers)

    def admit_domains(
        self, organization: Organization, names: Iterable[str], *, actor: Actor
    ) -> None:
        """Invite only people with verified addresses of these domains; none means all.

        Raises `DomainInvalid`.
        """
        wanted = sorted({checked_domain(each) for each in names})
        said = signals.InvitedDomainsChanged(organization, actor, ", ".join(wanted))
        self._set(said, "invited_domains", wanted)

    def _require_own(self, actor: Actor, *, is_met: bool) -> None:
        """Raise `OwnRuleUnmet`, so that there is an owner who meets what is asked."""
        if not is_met:
            raise OwnRuleUnmet

    def _set(self, said: signals.RuleChanged, name: str, value: object) -> None:
        organization = said.organization
        queries.lock_organization(self.db, organization.id)
        if getattr(organization, name) == value:
            return
        setattr(organization, name, value)
        self.db.flush()
        self.announce(said)


def _has_factor(user: User | None) -> bool:
    return user is None or user.has_second_factor


def _has_key(user: User | None) -> bool:
    return user is None or bool(user.security_keys)
