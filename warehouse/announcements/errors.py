"""The errors of announcements."""


class SponsorExists(Exception):
    """There is a sponsor of this name."""
