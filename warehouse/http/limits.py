"""Answers to clients that ask for too much (RFC 6585, section 4)."""

from warehouse.http.request import Request


def too_many(request: Request, seconds: int) -> None:
    """Make the response to `request` a 429 that says when to try again."""
    request.response.status_code = 429
    request.response.headers["Retry-After"] = str(seconds)
