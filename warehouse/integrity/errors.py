"""Errors."""


class CheckRunning(Exception):
    """A check of the storage runs already."""


class CheckEnded(Exception):
    """This check has ended or was stopped."""
