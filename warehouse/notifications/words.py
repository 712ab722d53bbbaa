"""What happened to projects, and what people choose, in words."""

from warehouse.events.models import OrganizationEvent
from warehouse.i18n import Message, _
from warehouse.notifications.models import How, Kind, News

KINDS: dict[Kind, Message] = {
    Kind.RELEASE: _("New releases"),
    Kind.OWNER: _("New owners"),
    Kind.PUBLISHER: _("Others who may publish"),
    Kind.YANK: _("Releases and files that are yanked or given back"),
    Kind.DELETION: _("Releases and files that are deleted, or the whole project"),
    Kind.VULNERABILITY: _("Vulnerabilities that become known"),
    Kind.REQUIREMENT: _("Requirements that nothing meets any more"),
    Kind.TOKEN: _(
        "Tokens that can publish and are used from a new network (at once, for people with "
        "a role; owners are always told)"
    ),
}
HOWS: dict[How, Message] = {
    How.AT_ONCE: _("By mail at once"),
    How.DAILY: _("By one mail a day, in the morning"),
    How.FEED: _("In my feed only"),
}

_SENTENCES = {
    "released": _("${project} ${version} was released"),
    "owner": _("${detail} is an owner of ${project} now"),
    "publisher": _("${detail} may publish ${project} now"),
    "release-yanked": _("${project} ${version} was yanked"),
    "release-yanked-because": _("${project} ${version} was yanked: ${detail}"),
    "release-unyanked": _("${project} ${version} is not yanked any more"),
    "releases-yank": _("Releases of ${project} were yanked: ${detail}"),
    "releases-unyank": _("Releases of ${project} are not yanked any more: ${detail}"),
    "releases-delete": _("Releases of ${project} were deleted: ${detail}"),
    "file-yanked": _("The file ${detail} of ${project} ${version} was yanked"),
    "file-unyanked": _("The file ${detail} of ${project} ${version} is yanked no more"),
    "release-deleted": _("${project} ${version} was deleted"),
    "file-deleted": _("The file ${detail} of ${project} ${version} was deleted"),
    "project-deleted": _("The project ${project} was deleted"),
    "requirement-broken": _("Nothing meets what ${project} requires: ${detail}"),
    "vulnerable": _("A vulnerability of ${project} is known: ${detail}"),
}


def sentence(news: News) -> Message:
    """Return what happened as a sentence without its full stop."""
    values = {
        "project": news.project_name,
        "version": news.version or "",
        "detail": news.detail,
    }
    return _SENTENCES[news.event].with_values(**values)


ORGANIZATION_SENTENCES = {
    "organization:organization_project:add": _("${project_name} came to ${organization}"),
    "organization:organization_project:remove": _("${project_name} left ${organization}"),
    "organization:organization_role:add": _("${target_user} joined ${organization}"),
    "organization:organization_role:remove": _(
        "${target_user} does not belong to ${organization} any more"
    ),
    "organization:team:create": _("${organization} has the new team ${team_name}"),
    "organization:team:delete": _("The team ${team_name} of ${organization} was deleted"),
    "organization:update": _("The description of ${organization} changed"),
    "organization:second_factor:require": _("${organization} asks for second factors"),
    "organization:second_factor:waive": _("${organization} asks for no second factors"),
    "organization:passkey:require": _("${organization} asks for passkeys"),
    "organization:passkey:waive": _("${organization} asks for no passkeys"),
    "organization:sign_on:require": _(
        "${organization} asks members to sign in by its identity provider"
    ),
    "organization:sign_on:waive": _(
        "${organization} asks for no sign-in by its identity provider"
    ),
    "organization:trusted_publishing:require": _(
        "${organization} takes uploads of trusted publishers only"
    ),
    "organization:trusted_publishing:waive": _(
        "${organization} takes uploads with tokens again"
    ),
    "organization:privacy:private": _("${organization} makes new projects private"),
    "organization:privacy:public": _("${organization} makes new projects public"),
    "organization:token_life:change": _("${organization} changed how long tokens may last"),
    "organization:domain:verify": _("${organization} verified the domain ${domain}"),
    "organization:domain:lose": _("${organization} lost the domain ${domain}"),
}
"""The events of an organization that its feed has: what every member may see."""


def organization_sentence(event: OrganizationEvent, organization: str) -> Message:
    """Return what happened to an organization as a sentence without its full stop."""
    sentence = ORGANIZATION_SENTENCES[event.tag]
    known = event.additional or {}
    # An event from before a detail was kept says less, and is shown.
    names = ("project_name", "target_user", "team_name", "domain")
    values = {each: str(known.get(each, "")) for each in names}
    return sentence.with_values(organization=organization, **values)


def release_sentence(project: str, version: str) -> Message:
    """Return that a version was released, as a sentence without its full stop."""
    return _SENTENCES["released"].with_values(project=project, version=version)
