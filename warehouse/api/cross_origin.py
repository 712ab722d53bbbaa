"""CORS headers: scripts of other sites may read everything public."""

from pyramid.response import Response

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": ", ".join(
        [
            "Content-Type",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Unmodified-Since",
        ]
    ),
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Max-Age": "86400",
    "Access-Control-Expose-Headers": "X-PyPI-Last-Serial",
}


def open_to_all(response: Response) -> Response:
    """Let scripts of any site read `response`."""
    response.headers.update(CORS)
    return response
