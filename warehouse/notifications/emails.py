"""The messages to those who follow projects."""

from dataclasses import dataclass
from datetime import datetime

from warehouse.email import Mail

TOPIC = "projects"
"""What people mute who want none of these messages."""


@dataclass(frozen=True)
class ProjectNewsMail(Mail, template="project-news", topic=TOPIC):
    """Says one thing that happened to a project; links are empty if nobody knows them."""

    username: str
    project: str
    sentence: str
    link: str
    choices_link: str


@dataclass(frozen=True)
class OthersTokenUsedElsewhere(
    Mail, template="others-token-used-from-new-network", is_security=True
):
    """Tells people of projects of a token of `owner` that was used from elsewhere."""

    username: str
    owner: str
    projects: tuple[str, ...]
    more: int
    network: str
    client: str
    at: datetime
    link: str


@dataclass(frozen=True)
class DigestMail(Mail, template="project-digest", topic=TOPIC):
    """Says all that happened on a day; `more` is how many are left out."""

    username: str
    count: int
    more: int
    sentences: tuple[str, ...]
    link: str
