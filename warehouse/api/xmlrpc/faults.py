"""The faults that XML-RPC calls can end with.

Codes below -32000 are those of "Specification for Fault Code Interoperability".
"""

from collections.abc import Iterable


class Fault(Exception):
    """The answer of a call that failed; clients print its text."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


def not_well_formed(reason: str = "") -> Fault:
    """Return the fault of a body that is no call."""
    detail = f": {reason}" if reason else ""
    return Fault(-32700, f"parse error; not well formed{detail}")


def unknown_method() -> Fault:
    """Return the fault of a method that does not exist."""
    return Fault(-32601, "server error; requested method not found")


def bad_arguments(problems: Iterable[str]) -> Fault:
    """Return the fault of wrong arguments; each problem begins with a name."""
    return Fault(-32602, "client error; " + "; ".join(problems))


def application_error() -> Fault:
    """Return the fault of an error of ours."""
    return Fault(-32500, "application error")


def unavailable() -> Fault:
    """Return the fault of a call that needed something out of order."""
    return Fault(-32403, "server error; service unavailable")


def too_many_requests(seconds: int) -> Fault:
    """Return the fault of a limit; tools recognise it by its first word."""
    return Fault(
        -32500,
        "HTTPTooManyRequests: The action could not be performed because there were too "
        f"many requests by the client. Limit may reset in {max(1, seconds)} seconds.",
    )


def removed(kind: str, text: str) -> Fault:
    """Return the fault of a removed method; clients know it by `kind`."""
    return Fault(-32500, f"{kind}: {text}")
