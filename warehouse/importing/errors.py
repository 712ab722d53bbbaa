"""Exceptions."""


class SourceUnreadable(Exception):
    """What is to be brought over is not what it should be; the text says why."""


class FileUnreadable(Exception):
    """One file of a source cannot be read; the text says why."""
