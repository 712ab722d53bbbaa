"""What the events of a project are called, and what staff did."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from warehouse.events.models import ProjectEvent, StaffAction
from warehouse.events.queries import ProjectHappening
from warehouse.i18n import Message, _
from warehouse.manage.event_words import Words, detail_of

UNKNOWN = Words(_("Something else"))

WORDS = {
    "project:create": Words(_("The project was made")),
    "project:role:add": Words(_("A role began"), "target_user"),
    "project:role:change": Words(_("A role changed"), "target_user"),
    "project:role:remove": Words(_("A role ended"), "target_user"),
    "project:role:invite": Words(_("Somebody was invited"), "target_user"),
    "project:role:accepted": Words(_("An invitation was accepted"), "target_user"),
    "project:role:decline_invite": Words(_("An invitation was declined"), "target_user"),
    "project:role:revoke_invite": Words(_("An invitation was withdrawn"), "target_user"),
    "project:organization_project:add": Words(
        _("The project joined an organization"), "organization_name"
    ),
    "project:organization_project:remove": Words(
        _("The project left an organization"), "organization_name"
    ),
    "project:release:add": Words(_("A release was published"), "canonical_version"),
    "project:release:complete": Words(
        _("A wheel completed what its release says"), "canonical_version"
    ),
    "project:release:yank": Words(_("A release was yanked"), "canonical_version"),
    "project:release:unyank": Words(
        _("A release is no longer yanked"), "canonical_version"
    ),
    "project:release:remove": Words(
        _("A release was deleted"), "canonical_version", is_unusual=True
    ),
    "project:release:quarantine:enter": Words(
        _("A release was put into quarantine"), "canonical_version", is_unusual=True
    ),
    "project:release:quarantine:exit": Words(
        _("A release left quarantine"), "canonical_version"
    ),
    "project:retention:set": Words(
        _("Old pre-releases will be deleted by a rule"), is_unusual=True
    ),
    "project:retention:end": Words(_("Old pre-releases are no longer deleted")),
    "file:add": Words(_("A file was uploaded"), "filename"),
    "file:remove": Words(_("A file was deleted"), "filename", is_unusual=True),
    "file:yank": Words(_("A file was yanked"), "filename"),
    "file:unyank": Words(_("A file is no longer yanked"), "filename"),
    "file:restore": Words(_("A file was restored"), "filename"),
    "project:release:restore": Words(_("A release was restored"), "canonical_version"),
    "project:restore": Words(_("The project was restored")),
    "project:api_token:added": Words(
        _("An API token for the project was made"), "description"
    ),
    "project:api_token:removed": Words(
        _("An API token for the project was revoked"), "description"
    ),
    "project:api_token:narrowing_asked": Words(
        _("Somebody was asked to narrow a token down"), "target_user"
    ),
    "project:oidc:publisher-added": Words(_("A trusted publisher was added"), "specifier"),
    "project:oidc:publisher-removed": Words(
        _("A trusted publisher was removed"), "specifier"
    ),
    "project:oidc:exchange-failed": Words(
        _("A build was refused that is almost a trusted publisher"),
        "specifier",
        is_unusual=True,
    ),
    "account:short_lived_api_token:added": Words(
        _("A trusted publisher got a token for a quarter of an hour"), "publisher_name"
    ),
    "project:trusted_publishing:required": Words(
        _("Only trusted publishers can publish from now on")
    ),
    "project:trusted_publishing:optional": Words(
        _("API tokens of people can publish again"), is_unusual=True
    ),
    "project:attestations:required": Words(
        _("Only files with attestations are taken from now on")
    ),
    "project:attestations:optional": Words(
        _("Files are taken without attestations again"), is_unusual=True
    ),
    "project:team_project_role:add": Words(
        _("A team was given a role in a project"), "target_team"
    ),
    "project:team_project_role:change": Words(
        _("A team has another role in a project"), "target_team"
    ),
    "project:team_project_role:remove": Words(
        _("The role of a team in a project ended"), "target_team"
    ),
    "project:archive:enter": Words(_("The project was archived")),
    "project:archive:exit": Words(_("The project is no longer archived")),
    "project:quarantine:enter": Words(
        _("The project was put into quarantine"), is_unusual=True
    ),
    "project:quarantine:exit": Words(_("The project left quarantine")),
    "project:webhook:add": Words(_("A webhook was added"), "host"),
    "project:webhook:change": Words(_("A webhook was changed"), "host"),
    "project:webhook:rotate": Words(_("A webhook has a new secret"), "host"),
    "project:webhook:remove": Words(_("A webhook was deleted"), "host"),
    "project:webhook:fail": Words(
        _("A webhook was switched off because it failed"), "host", is_unusual=True
    ),
    "project:deprecate:enter": Words(_("The project was deprecated"), "successor"),
    "project:deprecate:exit": Words(_("The project is no longer deprecated")),
    "project:second_factor:require": Words(
        _("A second factor is asked of everybody with a role")
    ),
    "project:second_factor:waive": Words(
        _("A second factor is no longer asked of everybody with a role"), is_unusual=True
    ),
    "project:privacy:private": Words(_("The project was made private")),
    "project:privacy:public": Words(_("The project was made public"), is_unusual=True),
    "project:reader:add": Words(_("Somebody was let in to read it"), "target_user"),
    "project:reader:remove": Words(_("Somebody is let in no longer"), "target_user"),
    "project:presentation:change": Words(_("What the page shows was changed")),
    "admin:project:set_upload_limit": Words(_("The limit of a file was changed")),
    "admin:project:set_total_size_limit": Words(_("The limit of all files was changed")),
}

_QUARANTINED = _("The project was put into quarantine")
_REMOVED = _("The project was removed")
_CLEARED = _("The project left quarantine")

ACTIONS = {
    "project.quarantine": _QUARANTINED,
    "report.quarantine": _QUARANTINED,
    "reports.quarantine": _QUARANTINED,
    "user.quarantine_projects": _QUARANTINED,
    "project.remove_from_quarantine": _CLEARED,
    "user.clear_quarantine_projects": _CLEARED,
    "project.archive": _("The project was archived"),
    "project.unarchive": _("The project is no longer archived"),
    "project.delete": _REMOVED,
    "project_name.prohibit": _REMOVED,
    "project_name.prohibit_many": _REMOVED,
    "report.remove_malware": _REMOVED,
    "reports.remove_malware": _REMOVED,
    "report.quarantine_releases": _("A release was put into quarantine"),
    "report.remove_releases": _("A release was deleted"),
    "release.quarantine": _("A release was put into quarantine"),
    "release.remove_from_quarantine": _("A release left quarantine"),
    "release.delete": _("A release was deleted"),
    "release.delete_file": _("A file was deleted"),
    "deletion.restore": _("Something that was deleted was restored"),
    "project.add_role": _("Somebody was given a role"),
    "project.delete_role": _("A role was taken from somebody"),
    "project.make_private": _("The project was made private"),
    "project.make_public": _("The project was made public"),
    "project.set_upload_limit": _("The limit of a file was changed"),
    "project.set_total_size_limit": _("The limit of all files was changed"),
}
"""What staff did, in words; the names are those of the record."""

_OTHER = _("Something about the project was changed")


def action_words(action: StaffAction) -> Message:
    """Return what staff did, in words."""
    return ACTIONS.get(action.action, _OTHER)


def event_words(event: ProjectEvent) -> Words:
    """Return the words of an event."""
    return WORDS.get(event.tag, UNKNOWN)


def details_of(
    events: Iterable[ProjectEvent], spelled: Mapping[str, str] = MappingProxyType({})
) -> list[str]:
    """Return the versions, files and people that events are about, each once.

    Events have canonical versions; `spelled` is how releases that exist spell them.
    """
    found: dict[str, None] = {}
    for event in events:
        words = event_words(event)
        detail = detail_of(words, event.additional or {})
        if words.detail == "canonical_version":
            detail = spelled.get(detail, detail)
        found[detail] = None
    return [each for each in found if each]


def versions_in(happened: Iterable[ProjectHappening]) -> set[str]:
    """Return the canonical versions that a part of a history names."""
    events = (
        event
        for each in happened
        for event in (*each.effects, *([each.event] if each.event else ()))
    )
    found = {(each.additional or {}).get("canonical_version") for each in events}
    return {each for each in found if isinstance(each, str)}


def is_by_rule(event: ProjectEvent) -> bool:
    """Return whether a rule of the owners brought an event about."""
    return bool((event.additional or {}).get("by_rule"))
