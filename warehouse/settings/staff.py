"""Settings of what staff do."""

from dataclasses import dataclass

from warehouse.settings.fields import boolean, env, limit, words


@dataclass(frozen=True, kw_only=True)
class StaffSettings:
    """Rules that staff keep among themselves."""

    two_person: tuple[str, ...] = env(
        "ADMIN_TWO_PERSON",
        default=(),
        parse=words,
        help="actions of staff that another administrator approves before they are done, "
        "as in delete,freeze or project.quarantine",
    )
    inspector_url: str = env(
        "INSPECTOR_URL",
        default="https://inspector.pypi.io/project/",
        help="the beginning of links into a browser of files, which reports name",
    )
    reports: str = env(
        "LIMIT_REPORTS",
        default="20 per hour",
        parse=limit,
        help="reports of malware by a person who is no trusted reporter",
    )
    appeals: str = env(
        "LIMIT_APPEALS",
        default="10 per hour, 30 per day",
        parse=limit,
        help="messages that a person writes to staff about what they did to a project",
    )
    moderation_log: bool = env(
        "MODERATION_LOG",
        default=False,
        parse=boolean,
        help="show at /moderation/ which projects were quarantined or removed, and which "
        "names are prohibited; it names no persons",
    )
