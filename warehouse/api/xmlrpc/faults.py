"""What an XML-RPC call can end with instead of a result.

Codes below -32000 are those of "Specification for Fault Code Interoperability".
"""

from collections.abc import Iterable


class Fault(Exception):
    """The answer of a call that failed; clients print its text."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text


def not_well_formed(reason: str = "") -> Fault:
    """The body is no call."""
    detail = f": {reason}" if reason else ""
    return Fault(-32700, f"parse error; not well formed{detail}")


def unknown_method() -> Fault:
    """There is no such method."""
    return Fault(-32601, "server error; requested method not found")


def bad_arguments(problems: Iterable[str]) -> Fault:
    """The arguments are not those of the method; each problem starts with a name."""
    return Fault(-32602, "client error; " + "; ".join(problems))


def application_error() -> Fault:
    """A mistake of ours, or a request that is no call."""
    return Fault(-32500, "application error")


def unavailable() -> Fault:
    """Something that this index needs does not answer."""
    return Fault(-32403, "server error; service unavailable")


def too_many_requests(seconds: int) -> Fault:
    """The client has to wait; tools recognise this by the first word."""
    return Fault(
        -32500,
        "HTTPTooManyRequests: The action could not be performed because there were too "
        f"many requests by the client. Limit may reset in {max(1, seconds)} seconds.",
    )


def removed(kind: str, text: str) -> Fault:
    """The method is no longer offered; `kind` is the error that clients know it by."""
    return Fault(-32500, f"{kind}: {text}")
