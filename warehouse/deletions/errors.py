"""Errors."""


class RestoreRefused(Exception):
    """Something cannot be restored; the text says why."""
