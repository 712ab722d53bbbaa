"""The rules of an organization for whoever works in it or on its projects.

Whoever does not meet them keeps their role and loses what it lets them do: `objection` is
asked by every right, those of projects included, whatever the credential. Owners set them
by `RuleService`.
"""

import enum
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from warehouse.accounts.models import Email, User
from warehouse.accounts.policy import ONE_FACTOR
from warehouse.i18n import Message, _
from warehouse.organizations.errors import RulesUnmet, TokenLastsTooLong
from warehouse.organizations.models import (
    Organization,
    OrganizationRole,
    OrganizationRoleName,
    ProjectMakers,
)
from warehouse.organizations.provider_queries import has_to_sign_in
from warehouse.security import Detour, Identity, Permission


class Rule(enum.StrEnum):
    """What an organization may ask; the value is its name in routes and mail."""

    FACTOR = "second_factor"
    PASSKEY = "passkey"
    PUBLISHING = "trusted_publishing"
    SIGN_ON = "sign_on"
    TOKENS = "token_life"
    PROJECTS = "projects"
    INVITATIONS = "invitations"
    PRIVACY = "privacy"


SIGN_ON = "manage.organization.sign_on"
"""The route of the page from which members sign in by the provider."""

_MAKERS = {
    ProjectMakers.OWNERS: (OrganizationRoleName.OWNER,),
    ProjectMakers.MANAGERS: (OrganizationRoleName.OWNER, OrganizationRoleName.MANAGER),
    ProjectMakers.MEMBERS: (
        *(OrganizationRoleName.OWNER, OrganizationRoleName.MANAGER),
        OrganizationRoleName.MEMBER,
    ),
}


def objection(
    organization: Organization, identity: Identity, permission: str
) -> Detour | None:
    """Return which rule keeps somebody from what they otherwise may do, and the way out.

    Trusted publishers meet all of them.
    """
    if identity.publisher is not None:
        return None
    is_token, user = identity.credential == "token", identity.user
    # Owners mend a provider that nobody can sign in by.
    asked = lacking if permission == Permission.ORGANIZATION_RECOVER else unmet_by
    unmet = None if user is None else _detour(organization, asked(organization, user))
    if unmet is None and is_token and outlasts(organization, identity.lasts):
        unmet = Detour(_too_long(organization), None)
    if unmet is None and permission == Permission.PROJECT_UPLOAD:
        unmet = _needs_publisher(organization)
    return unmet


def objection_to(organization: Organization, user: User) -> Detour | None:
    """Return what a person lacks whom an organization lets do something, or None."""
    return _detour(organization, unmet_by(organization, user))


def _detour(organization: Organization, missing: Collection[Rule]) -> Detour | None:
    name = {"organization": organization.display_name}
    if Rule.PASSKEY in missing:
        sentence = _(
            "${organization} asks a security key or passkey of everybody who works on its "
            "projects. Add one to your account first.",
            mapping=name,
        )
    elif Rule.FACTOR in missing:
        sentence = _(
            "${organization} asks a second factor of everybody who works on its projects. "
            "Add one to your account first (two-factor authentication).",
            mapping=name,
        )
    elif Rule.SIGN_ON in missing:
        return _needs_sign_on(organization)
    else:
        return None
    return Detour(sentence, ONE_FACTOR)


def unmet_by(organization: Organization, user: User) -> list[Rule]:
    """Return the rules about people that somebody does not meet."""
    unmet = lacking(organization, user)
    if organization.sign_on_hours is not None:
        since = datetime.now(UTC) - timedelta(hours=organization.sign_on_hours)
        db = Session.object_session(organization)
        assert db is not None
        if has_to_sign_in(db, organization, user.id, since):
            unmet.append(Rule.SIGN_ON)
    return unmet


def lacking(organization: Organization, user: User) -> list[Rule]:
    """Return the rules that somebody does not meet by what their account lacks."""
    unmet = []
    if organization.requires_second_factor and not user.has_second_factor:
        unmet.append(Rule.FACTOR)
    if organization.requires_passkey and not user.security_keys:
        unmet.append(Rule.PASSKEY)
    return unmet


def outlasts(organization: Organization, lasts: timedelta | None) -> bool:
    """Return whether a token of this lifetime, None for ever, lasts too long."""
    days = organization.longest_token_days
    if days is None:
        return False
    # A day that a form offers ends with its last second.
    return lasts is None or lasts > timedelta(days=days + 1)


def check_lifetime(organization: Organization, lasts: timedelta | None) -> None:
    """Raise `TokenLastsTooLong` for a new token of this lifetime, None for ever."""
    if outlasts(organization, lasts):
        days = organization.longest_token_days or 0
        raise TokenLastsTooLong(organization.display_name, days)


def check_met(organization: Organization, user: User) -> None:
    """Raise `RulesUnmet` if somebody lacks what is asked of people."""
    unmet = objection_to(organization, user)
    if unmet is not None:
        raise RulesUnmet(unmet.reason)


def may_make_projects(role: OrganizationRole) -> bool:
    """Return whether a member may add projects at this moment, by role and rules."""
    organization = role.organization
    is_met = not unmet_by(organization, role.user)
    return role.role_name in roles_making_projects(organization) and is_met


def roles_making_projects(organization: Organization) -> Collection[OrganizationRoleName]:
    """Return the roles that may add projects to an organization."""
    return _MAKERS[organization.project_makers]


def may_be_invited(organization: Organization, user: User) -> bool:
    """Return whether one of somebody's verified addresses has a domain that may join."""
    wanted = organization.invited_domains
    return not wanted or any(_is_within(each, wanted) for each in user.emails)


def _is_within(email: Email, domains: Collection[str]) -> bool:
    return email.verified and email.email.rpartition("@")[2].lower() in domains


def _too_long(organization: Organization) -> Message:
    return _(
        "The token was made for longer than ${organization} allows (days: ${days}). "
        "Make one that ends sooner.",
        mapping={
            "organization": organization.display_name,
            "days": organization.longest_token_days,
        },
    )


def _needs_sign_on(organization: Organization) -> Detour:
    sentence = _(
        "${organization} asks its members to sign in by its identity provider every "
        "${hours} hours. Do so on its page “Single sign-on”.",
        mapping={
            "organization": organization.display_name,
            "hours": organization.sign_on_hours,
        },
    )
    return Detour(sentence, SIGN_ON, {"name": organization.normalized_name})


def _needs_publisher(organization: Organization) -> Detour | None:
    if not organization.only_trusted_publishing:
        return None
    sentence = _(
        "${organization} takes uploads of trusted publishers only, and no tokens. Add one "
        "to the project.",
        mapping={"organization": organization.display_name},
    )
    return Detour(sentence, None)
