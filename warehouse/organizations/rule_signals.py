"""The signals of rules that organizations set for whoever works for them."""

from dataclasses import dataclass
from typing import Any, ClassVar

from warehouse.organizations.rules import Rule
from warehouse.organizations.signals import OrganizationSignal


@dataclass(frozen=True)
class RuleChanged(OrganizationSignal):
    """Owners changed a rule; `value` is what it says now, in short."""

    value: str
    rule: ClassVar[Rule]

    def details(self) -> dict[str, Any]:
        """Return by whom, and what the rule says now."""
        return {**super().details(), "value": self.value}


class MembersNeedSecondFactor(RuleChanged, tag="organization:second_factor:require"):
    """People can do nothing without a second factor."""

    rule = Rule.FACTOR


class MembersNeedNoFactor(RuleChanged, tag="organization:second_factor:waive"):
    """People need no second factor any more."""

    rule = Rule.FACTOR


class MembersNeedPasskey(RuleChanged, tag="organization:passkey:require"):
    """People can do nothing without a security key or passkey."""

    rule = Rule.PASSKEY


class MembersNeedNoPasskey(RuleChanged, tag="organization:passkey:waive"):
    """People need no passkey any more."""

    rule = Rule.PASSKEY


class SignOnNeeded(RuleChanged, tag="organization:sign_on:require"):
    """Members can do nothing unless they signed in by the provider lately."""

    rule = Rule.SIGN_ON


class SignOnNotNeeded(RuleChanged, tag="organization:sign_on:waive"):
    """Members need not sign in by the provider any more."""

    rule = Rule.SIGN_ON


class PublishersNeeded(RuleChanged, tag="organization:trusted_publishing:require"):
    """Only trusted publishers upload to its projects."""

    rule = Rule.PUBLISHING


class PublishersNotNeeded(RuleChanged, tag="organization:trusted_publishing:waive"):
    """Tokens upload to its projects again."""

    rule = Rule.PUBLISHING


class NewProjectsPrivate(RuleChanged, tag="organization:privacy:private"):
    """Its new projects are private from the first."""

    rule = Rule.PRIVACY


class NewProjectsPublic(RuleChanged, tag="organization:privacy:public"):
    """Everybody sees its new projects."""

    rule = Rule.PRIVACY


class TokenLifeChanged(RuleChanged, tag="organization:token_life:change"):
    """Tokens last so many days at most."""

    rule = Rule.TOKENS


class ProjectMakersChanged(RuleChanged, tag="organization:project_makers:change"):
    """Members of other roles add projects."""

    rule = Rule.PROJECTS


class InvitedDomainsChanged(RuleChanged, tag="organization:invited_domains:change"):
    """People with addresses of other domains are invited."""

    rule = Rule.INVITATIONS
