"""The errors of observations, as facts; surfaces find the words."""


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
