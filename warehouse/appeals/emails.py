"""The messages about actions of staff and appeals against them."""

from dataclasses import dataclass

from warehouse.email import Mail


@dataclass(frozen=True)
class ProjectModeratedMail(Mail, template="project-moderated"):
    """Says what staff did to a project, why, and how to appeal."""

    username: str
    subject_name: str
    entry: str
    notice: str
    is_frozen: bool
    can_be_appealed: bool
    names: tuple[str, ...]
    links: tuple[str, ...]
    """Of each of what is named, where to appeal."""


@dataclass(frozen=True)
class AppealAnsweredMail(Mail, template="appeal-answered"):
    """Says what staff answered to an appeal, and whether they decided."""

    username: str
    subject_name: str
    status: str
    answer: str
    link: str
