"""The errors of observations, as facts; surfaces find the words."""

from dataclasses import dataclass


class ObservationError(Exception):
    """The base of everything this domain raises."""


class ProjectGone(ObservationError):
    """What is to be done needs the project, which was deleted."""

    def __init__(self, project: str) -> None:
        super().__init__(f"The project {project} is gone already.")
        self.project = project


class VersionsUnknown(ObservationError):
    """None of the named versions is a release of the project."""

    def __init__(self, project: str, versions: list[str]) -> None:
        named = ", ".join(versions) or "none"
        super().__init__(f"{project} has no such releases: {named}.")
        self.project, self.versions = project, versions


@dataclass(frozen=True)
class FieldProblem:
    """One field of a report that is wrong, and how."""

    field: str
    message: str


class ReportInvalid(ObservationError):
    """Some fields of a report are wrong."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(", ".join(f"{each.field}: {each.message}" for each in problems))
        self.problems = problems


class FieldsMissing(ObservationError):
    """A report of this kind needs more fields."""

    def __init__(self, project: str, missing: list[str]) -> None:
        super().__init__(f"missing: {', '.join(missing)}")
        self.project, self.missing = project, missing
