"""Settings of what staff do."""

from dataclasses import dataclass

from warehouse.settings.fields import env, words


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
