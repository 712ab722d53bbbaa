"""What the limits of projects and of organizations share: forms in whole units."""

from typing import Any, ClassVar

from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from warehouse.admin.forms import ActionForm
from warehouse.admin.views.actions import Action
from warehouse.events.staff import State
from warehouse.packaging.limits import GIB, MIB
from warehouse.packaging.services.limits import (
    LEAST_FILE_MIB,
    LEAST_TOTAL_GIB,
    MOST_FILE_MIB,
)


class UploadLimitForm(ActionForm):
    """A limit of files, in MiB."""

    upload_limit = IntegerField(
        f"Limit of a file in MiB ({LEAST_FILE_MIB} to {MOST_FILE_MIB}), empty for none",
        validators=[Optional(), NumberRange(LEAST_FILE_MIB, MOST_FILE_MIB)],
    )


def total_size_form(of: str) -> type[ActionForm]:
    """Return the form of a limit in GiB; `of` says whose it is, as in “all files”."""
    limit = IntegerField(
        f"Limit of {of} in GiB (at least {LEAST_TOTAL_GIB}), empty for none",
        validators=[Optional(), NumberRange(LEAST_TOTAL_GIB, 1_000_000)],
    )
    return type("TotalSizeLimitForm", (ActionForm,), {"total_size_limit": limit})


class SetLimit(Action):
    """The base of setting a limit: a column in bytes, a form in whole units of it."""

    column: ClassVar[str]
    unit: ClassVar[int]

    @property
    def limited(self) -> Any:
        """Return whose limit it is."""
        raise NotImplementedError

    def make_form(self, data: Any = None) -> ActionForm:
        """Return the form, with the limit as it is."""
        now = getattr(self.limited, self.column)
        filled = {} if now is None or data is not None else {self.column: now // self.unit}
        return self.form_class(data, data=filled)

    def state(self) -> State:
        """Return the limit."""
        return {self.column: getattr(self.limited, self.column)}

    def limit_in(self, form: Any) -> int | None:
        """Return the limit of a form, in bytes."""
        value = form[self.column].data
        return None if value is None else value * self.unit


class SetFileLimit(SetLimit):
    """The base of setting how large a file may be."""

    title = "Set the file limit"
    form_class = UploadLimitForm
    column, unit = "upload_limit", MIB


class SetSizeLimit(SetLimit):
    """The base of setting how much files may hold together."""

    title = "Set the size limit"
    column, unit = "total_size_limit", GIB
