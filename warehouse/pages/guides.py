"""The guides under `/help/`: one for each thing that people come to do."""

from dataclasses import dataclass

from warehouse.i18n import Message, _


@dataclass(frozen=True)
class Guide:
    """A guide: what it is about, and for whom."""

    title: Message
    summary: Message


GUIDES = {
    "first-package": Guide(
        _("Publish your first package"),
        _("From an empty folder to something that others install."),
    ),
    "private-index": Guide(
        _("Install from this index, and publish to it, every day"),
        _("pip and uv set up once, with names that nobody else can take."),
    ),
    "publishing-from-ci": Guide(
        _("Publish from a build service"),
        _("GitHub, GitLab and others, without a password that could be stolen."),
    ),
    "moving-here": Guide(
        _("Move here from another index"),
        _("From PyPI, devpi or pypiserver, with every file as it was."),
    ),
    "mirroring": Guide(
        _("Keep a copy of this index"), _("A mirror that follows every change.")
    ),
    "backups": Guide(
        _("Back an index up, and start from a backup"), _("For those who operate one.")
    ),
    "air-gaps": Guide(
        _("Install where no network leads"),
        _("What some requirements need, carried from one index to another in one file."),
    ),
}
"""The guides by their names in URLs."""
