"""What happened to projects, and what people choose, in words."""

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
