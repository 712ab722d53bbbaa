"""The message about a release that is proved less well than the one before."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class ReleaseDepartedMail(Mail, template="release-provenance-changed", is_security=True):
    """Tells owners that a file lacks a proof, or comes from another repository."""

    username: str
    project: str
    version: str
    filename: str
    version_before: str
    repository_before: str
    repository: str
