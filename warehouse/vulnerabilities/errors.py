"""What may go wrong with what others say of vulnerabilities."""


class AdvisoryInvalid(Exception):
    """It cannot be understood; the text says which part and why."""


class AdvisoryUnreadable(Exception):
    """A file cannot be read; the text says which and why."""
