"""What the events of organizations and of their teams are called, and who is named."""

from collections.abc import Collection

from warehouse.events.models import Event
from warehouse.i18n import _
from warehouse.manage.event_words import Words, detail_of

_UNKNOWN = Words(_("Something else"))

WORDS = {
    "organization:create": Words(_("The organization was made")),
    "organization:approve": Words(_("The application was approved")),
    "organization:deactivate": Words(_("The organization was closed"), is_unusual=True),
    "organization:rename": Words(
        _("The organization was renamed"), "new_organization_name"
    ),
    "organization:update": Words(_("The description was changed")),
    "organization:second_factor:require": Words(
        _("A second factor is asked of every member")
    ),
    "organization:second_factor:waive": Words(
        _("A second factor is no longer asked of members"), is_unusual=True
    ),
    "organization:sign_on:set_up": Words(_("An identity provider was set up"), "issuer"),
    "organization:sign_on:switch_on": Words(
        _("Members can sign in by the identity provider"), "issuer"
    ),
    "organization:sign_on:remove": Words(
        _("The identity provider was removed"), "issuer", is_unusual=True
    ),
    "organization:sign_on:identify": Words(
        _("A member said who they are at the identity provider"), "identity"
    ),
    "organization:sign_on:require": Words(
        _("A sign-in by the identity provider is asked of every member")
    ),
    "organization:sign_on:waive": Words(
        _("A sign-in by the identity provider is no longer asked of members"),
        is_unusual=True,
    ),
    "organization:passkey:require": Words(
        _("A security key or passkey is asked of every member")
    ),
    "organization:passkey:waive": Words(
        _("A security key or passkey is no longer asked of members"), is_unusual=True
    ),
    "organization:trusted_publishing:require": Words(
        _("Only trusted publishers upload to its projects")
    ),
    "organization:trusted_publishing:waive": Words(
        _("Tokens upload to its projects again"), is_unusual=True
    ),
    "organization:privacy:private": Words(_("New projects are private")),
    "organization:privacy:public": Words(_("New projects are public"), is_unusual=True),
    "organization:token_life:change": Words(
        _("The longest life of tokens changed (days)"), "value"
    ),
    "organization:project_makers:change": Words(
        _("The roles that may add projects changed"), "value"
    ),
    "organization:invited_domains:change": Words(
        _("The domains that may be invited changed"), "value"
    ),
    "organization:domain:add": Words(_("A domain was added"), "domain"),
    "organization:domain:verify": Words(_("A domain was verified"), "domain"),
    "organization:domain:remove": Words(_("A domain was given up"), "domain"),
    "organization:domain:fail": Words(
        _("The proof of a domain is missing"), "domain", is_unusual=True
    ),
    "organization:domain:lose": Words(_("A domain was lost"), "domain", is_unusual=True),
    "organization:webhook:add": Words(_("A webhook was added"), "host"),
    "organization:webhook:change": Words(_("A webhook was changed"), "host"),
    "organization:webhook:rotate": Words(_("A webhook has a new secret"), "host"),
    "organization:webhook:remove": Words(_("A webhook was deleted"), "host"),
    "organization:webhook:fail": Words(
        _("A webhook was switched off because it failed"), "host", is_unusual=True
    ),
    "organization:catalog_entry:add": Words(_("A name was reserved"), "normalized_name"),
    "organization:organization_role:add": Words(_("Somebody joined"), "target_user"),
    "organization:organization_role:change": Words(_("A role changed"), "target_user"),
    "organization:organization_role:remove": Words(_("A role ended"), "target_user"),
    "organization:organization_role:visibility": Words(
        _("A member is on the public page, or no longer"), "target_user"
    ),
    "organization:organization_role:invite": Words(
        _("Somebody was invited"), "target_user"
    ),
    "organization:organization_role:decline_invite": Words(
        _("An invitation was declined"), "target_user"
    ),
    "organization:organization_role:revoke_invite": Words(
        _("An invitation was taken back"), "target_user"
    ),
    "organization:organization_role:expire_invite": Words(
        _("An invitation was not answered in time"), "target_user"
    ),
    "organization:organization_project:add": Words(
        _("A project came to the organization"), "project_name"
    ),
    "organization:organization_project:remove": Words(
        _("A project left the organization"), "project_name"
    ),
    "organization:api_token:added": Words(_("A token was made"), "description"),
    "organization:api_token:removed": Words(_("A token was revoked"), "description"),
    "organization:api_token:removed_leak": Words(
        _("A token was found in public and revoked"), "description", True
    ),
    "admin:organization:api_token:removed": Words(
        _("The administrators revoked a token"), "description", True
    ),
    "organization:oidc:pending-publisher-added": Words(
        _("A trusted publisher was announced"), "project"
    ),
    "organization:oidc:pending-publisher-removed": Words(
        _("A trusted publisher that was announced was removed"), "project"
    ),
    "organization:namespace:add": Words(_("A namespace was granted"), "namespace"),
    "organization:namespace:remove": Words(_("A namespace ended"), "namespace"),
    "organization:namespace:request": Words(_("A namespace was asked for"), "namespace"),
    "organization:namespace:withdraw": Words(
        _("An application for a namespace was taken back"), "namespace"
    ),
    "organization:namespace:decline": Words(
        _("The administrators did not grant a namespace"), "namespace"
    ),
    "organization:team:create": Words(_("A team was made"), "team_name"),
    "organization:team:delete": Words(_("A team was deleted"), "team_name"),
    "organization:team:rename": Words(_("A team was renamed"), "team_name"),
    "organization:team:group": Words(
        _("A team follows another group from outside, or none"), "group", True
    ),
    "organization:team:visibility": Words(
        _("A team is on the public page, or no longer"), "team_name"
    ),
    "organization:team_role:add": Words(_("Somebody joined a team"), "target_user"),
    "organization:team_role:remove": Words(_("Somebody left a team"), "target_user"),
    "organization:team_project_role:add": Words(
        _("A team was given a role in a project"), "project_name"
    ),
    "organization:team_project_role:change": Words(
        _("A team has another role in a project"), "project_name"
    ),
    "organization:team_project_role:remove": Words(
        _("The role of a team in a project ended"), "project_name"
    ),
    "admin:organization:role:add": Words(
        _("The administrators gave somebody a role"), "target_user"
    ),
    "admin:organization:role:change": Words(
        _("The administrators changed a role"), "target_user"
    ),
    "admin:organization:role:remove": Words(
        _("The administrators ended a role"), "target_user"
    ),
    "admin:organization:set_upload_limit": Words(_("The limit of a file was changed")),
    "admin:organization:set_total_size_limit": Words(
        _("The limit of all files was changed")
    ),
}
"""The events of an organization."""

_OF_TEAMS = {
    "team:create": Words(_("The team was made")),
    "team:rename": Words(_("The team was renamed"), "team_name"),
    "team:visibility": Words(_("The team is on the public page, or no longer")),
    "team:group": Words(
        _("The team follows another group from outside, or none"), "group", True
    ),
}

_BY_MEMBERS = (
    *("organization:team", "team:", "organization:update"),
    *("organization:second_factor:", "organization:passkey:"),
    *("organization:sign_on:",),
    *("organization:trusted_publishing:", "organization:token_life:"),
    "organization:privacy:",
    *("organization:domain:", "organization:webhook:"),
    *("organization:project_makers:"),
    "organization:invited_domains:",
    *("organization:oidc:pending-publisher-added", "organization:api_token:added"),
    *("organization:namespace:request", "organization:namespace:withdraw"),
    *("organization:organization_role:change", "organization:organization_role:remove"),
    *("organization:organization_role:invite", "organization:organization_role:revoke"),
    "organization:organization_role:visibility",
)
"""How the tags of events begin that nobody but members brings about."""


def words_of(event: Event) -> Words:
    """Return the words of an event of an organization or of a team."""
    own = _OF_TEAMS.get(event.tag)
    # A team's own log has the events of its organization that are about it.
    shared = WORDS.get(event.tag.replace("team:team", "organization:team", 1))
    return own or shared or _UNKNOWN


def details_of(event: Event) -> list[str]:
    """Return what an event is about, and its team if that is something else."""
    additional = event.additional or {}
    found = [detail_of(words_of(event), additional), str(additional.get("team_name", ""))]
    return list(dict.fromkeys(each for each in found if each))


def doer_of(event: Event, members: Collection[str]) -> str | None:
    """Return the username of who brought an event about, unless it may be staff."""
    name = (event.additional or {}).get("submitted_by")
    if name in members or event.tag.startswith(_BY_MEMBERS):
        return name if isinstance(name, str) else None
    return None
