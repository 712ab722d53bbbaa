"""The errors of advisories."""


class AdvisoryInvalid(Exception):
    """An advisory that cannot be parsed; the text says which part and why."""


class AdvisoryUnreadable(Exception):
    """A file cannot be read; the text says which and why."""
