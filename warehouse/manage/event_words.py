"""What the events of an account are called, and the groups that they are filtered by."""

from dataclasses import dataclass
from typing import Any

from warehouse.i18n import Message, _


@dataclass(frozen=True)
class Words:
    """The sentence of an event, and the detail that is named after it."""

    sentence: Message
    detail: str | None = None
    is_unusual: bool = False


GROUPS: dict[str, tuple[Message, tuple[str, ...]]] = {
    "signing-in": (
        _("Signing in"),
        ("account:login:", "account:reauthenticate:", "account:identity:"),
    ),
    "password": (_("Password"), ("account:password:",)),
    "factors": (_("Second factors"), ("account:two_factor:", "account:recovery_codes:")),
    "email": (_("E-mail"), ("account:email:",)),
    "tokens": (_("API tokens"), ("account:api_token:",)),
    "roles": (
        _("Roles"),
        ("account:role:", "account:organization_role:", "account:team_role:"),
    ),
    "publishing": (_("Trusted publishers"), ("account:oidc:",)),
}
"""The filters: their names, and how the tags of their events begin."""

REASONS = {
    "invalid_password": _("wrong password"),
    "invalid_totp": _("wrong code of the authenticator app"),
    "invalid_webauthn": _("wrong security key"),
    "invalid_recovery_code": _("wrong recovery code"),
    "burned_recovery_code": _("a recovery code that was used before"),
    "totp": _("authenticator app"),
    "webauthn": _("security key"),
    "recovery-code": _("recovery code"),
    "remembered-device": _("remembered device"),
    "registration": _("registration"),
    "email-confirmation": _("confirmed by e-mail"),
    "identity-provider": _("identity provider"),
    "password compromised": _("known from a breach"),
    "account frozen": _("the account was suspended"),
}
"""What the values that programs write are called."""

WORDS = {
    "account:create": Words(_("The account was made"), "email"),
    "account:login:success": Words(_("Signed in"), "two_factor_method"),
    "account:login:failure": Words(_("A sign-in was refused"), "reason", True),
    "account:login:new_device": Words(
        _("A sign-in from a new device was to be confirmed"), "two_factor_method", True
    ),
    "account:reauthenticate:failure": Words(
        _("The password was asked for again and was wrong"), "reason", True
    ),
    "account:identity:linked": Words(
        _("An identity from outside was linked"), "identity", True
    ),
    "account:identity:unlinked": Words(
        _("An identity from outside was unlinked"), "identity", True
    ),
    "account:password:change": Words(_("The password was changed")),
    "account:password:disabled": Words(_("The password was disabled"), "reason", True),
    "account:password:enabled": Words(_("The account was opened again"), None, True),
    "account:password:reset": Words(_("A forgotten password was replaced")),
    "account:password:reset:attempt": Words(
        _("A new password was asked for, and no link was sent"), None, True
    ),
    "account:password:reset:request": Words(_("A link for a new password was sent")),
    "account:email:add": Words(_("An e-mail address was added"), "email"),
    "account:email:remove": Words(_("An e-mail address was removed"), "email"),
    "account:email:verified": Words(_("An e-mail address was verified"), "email"),
    "account:email:unverified": Words(
        _("An e-mail address is not verified any more"), "email", True
    ),
    "account:email:reverify": Words(_("A link for verification was sent again"), "email"),
    "account:email:sent": Words(_("A message was sent"), "subject"),
    "account:email:primary:change": Words(
        _("Another e-mail address became the primary one"), "new_primary"
    ),
    "account:email:primary:undo": Words(
        _("The former primary e-mail address took the account back"), "email", True
    ),
    "account:api_token:added": Words(_("An API token was made"), "description"),
    "account:api_token:removed": Words(_("An API token was revoked"), "description"),
    "account:api_token:removed_leak": Words(
        _("An API token was found in public and revoked"), "description", True
    ),
    "account:two_factor:method_added": Words(_("A second factor was added"), "method"),
    "account:two_factor:method_removed": Words(_("A second factor was removed"), "method"),
    "account:two_factor:device_remembered": Words(_("A device was remembered")),
    "account:recovery_codes:generated": Words(_("Recovery codes were made")),
    "account:recovery_codes:regenerated": Words(_("Recovery codes were replaced")),
    "account:recovery_codes:used": Words(_("A recovery code was used")),
    "account:association:add": Words(_("Another account was linked"), "external_username"),
    "account:association:remove": Words(
        _("Another account was unlinked"), "external_username"
    ),
    "account:role:add": Words(_("A role in a project began"), "project_name"),
    "account:role:change": Words(_("A role in a project changed"), "project_name"),
    "account:role:remove": Words(_("A role in a project ended"), "project_name"),
    "account:role:invite": Words(_("An invitation to a project came"), "project_name"),
    "account:role:decline_invite": Words(
        _("An invitation to a project was declined"), "project_name"
    ),
    "account:role:revoke_invite": Words(
        _("An invitation to a project was withdrawn"), "project_name"
    ),
    "account:organization_role:add": Words(
        _("A role in an organization began"), "organization_name"
    ),
    "account:organization_role:change": Words(
        _("A role in an organization changed"), "organization_name"
    ),
    "account:organization_role:remove": Words(
        _("A role in an organization ended"), "organization_name"
    ),
    "account:organization_role:invite": Words(
        _("An invitation to an organization came"), "organization_name"
    ),
    "account:organization_role:decline_invite": Words(
        _("An invitation to an organization was declined"), "organization_name"
    ),
    "account:organization_role:revoke_invite": Words(
        _("An invitation to an organization was withdrawn"), "organization_name"
    ),
    "account:organization_role:expire_invite": Words(
        _("An invitation to an organization was not answered in time"), "organization_name"
    ),
    "account:team_role:add": Words(_("A place in a team began"), "team_name"),
    "account:team_role:remove": Words(_("A place in a team ended"), "team_name"),
    "account:oidc:pending-publisher-added": Words(
        _("A trusted publisher was announced"), "project"
    ),
    "account:oidc:pending-publisher-removed": Words(
        _("A trusted publisher that was announced was removed"), "project"
    ),
    "account:recovery:requested": Words(
        _("Somebody asked the operators for the account"), "contact", True
    ),
    "account:recovery:closed": Words(
        _("A request to the operators for the account was closed"), "contact"
    ),
    "account:recovery:objected": Words(
        _("A request to the operators for the account was objected to"), "contact"
    ),
    "account:staff:change": Words(_("The rights as a member of staff were changed")),
    "account:export:requested": Words(_("A copy of all data was asked for")),
    "account:preferences:change": Words(_("The preferences were changed")),
}


def detail_of(words: Words, additional: dict[str, Any]) -> str:
    """Return the detail of an event in words, or nothing."""
    value = additional.get(words.detail) if words.detail else None
    if isinstance(value, dict | list):
        return ""
    return "" if value is None else str(REASONS.get(str(value), value))


def tags_of(group: str) -> list[str]:
    """Return the tags of a group of events."""
    _name, prefixes = GROUPS[group]
    return [tag for tag in WORDS if tag.startswith(prefixes)]
