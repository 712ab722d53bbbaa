"""Errors."""


class UpstreamError(Exception):
    """An upstream cannot be used now; the text says why."""


class UpstreamUnavailable(UpstreamError):
    """An upstream does not answer, and nothing is kept that could be shown instead."""

    def __init__(self, upstream: str, reason: str) -> None:
        super().__init__(f"{upstream} cannot be asked: {reason}")
        self.upstream, self.reason = upstream, reason


class UpstreamFileRefused(UpstreamError):
    """An upstream has sent something else than it had said."""


class UpstreamInvalid(UpstreamError):
    """An upstream cannot be added so; the text says why, and how to mend it."""
