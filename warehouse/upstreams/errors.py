"""Errors."""


class UpstreamError(Exception):
    """An upstream cannot be used now; the text says why."""


class UpstreamUnavailable(UpstreamError):
    """An upstream does not answer, and nothing is kept that could be shown instead."""

    def __init__(self, upstream: str, reason: str) -> None:
        super().__init__(f"{upstream} cannot be asked: {reason}")
        self.upstream, self.reason = upstream, reason


class UpstreamNotAsked(Exception):
    """Whether an upstream has a name is to be found out before a transaction goes on."""

    def __init__(self, name: str) -> None:
        super().__init__(f"upstreams are to be asked for {name} first")
        self.name = name


class UpstreamBusy(UpstreamUnavailable):
    """So many wait for upstreams that nobody else may; nothing is kept either."""

    def __init__(self, upstream: str) -> None:
        super().__init__(upstream, "it is slow, and as many wait for it as may")


class TooManyMisses(UpstreamError):
    """A network asked for more names that nobody has than it may, in so many `seconds`."""

    def __init__(self, limit: str, seconds: int) -> None:
        super().__init__(
            f"More than {limit} names were asked for that neither this index nor another "
            f"has. Ask again in {seconds} seconds, and only for projects that there are"
        )
        self.seconds = seconds


class UpstreamFileRefused(UpstreamError):
    """An upstream has sent something else than it had said."""


class UpstreamInvalid(UpstreamError):
    """An upstream cannot be added so; the text says why, and how to mend it."""
