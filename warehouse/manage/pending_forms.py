"""The name of a project that does not exist yet, and why it cannot be had."""

from wtforms import Form

from warehouse.i18n import Message, _
from warehouse.manage.publisher_forms import text_field
from warehouse.packaging.errors import ProjectNameUnavailable, Unavailability


class ProjectNameForm(Form):
    """The name that the first upload gives to a project."""

    project_name = text_field(
        r"[A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9._-]*[A-Za-z0-9]",
        _("Use letters and digits only, and between them . - _ as well."),
    )


_PROBLEMS = {
    Unavailability.INVALID: _(
        "Use letters and digits only, and between them . - _ as well."
    ),
    Unavailability.STDLIB: _("“${name}” is the name of a module of Python itself."),
    Unavailability.TAKEN: _("There is a project “${name}” already."),
    Unavailability.PROHIBITED: _("The administrators do not allow the name “${name}”."),
    Unavailability.RESERVED: _(
        "“${name}” is in a namespace of the organization ${existing}."
    ),
    Unavailability.UPSTREAM: _(
        "“${name}” is a project of ${existing}, which this index offers as well."
    ),
    Unavailability.UPSTREAM_UNKNOWN: _(
        "Whether ${existing} has a project “${name}” cannot be found out at the moment. "
        "Try again later."
    ),
    Unavailability.TOO_SIMILAR: _("“${name}” looks like the project ${existing}."),
}


def name_problem(error: ProjectNameUnavailable) -> Message:
    """Return why a name cannot be had, in words."""
    values = {"name": error.name, "existing": error.existing or ""}
    return _PROBLEMS[error.kind].with_values(**values)
