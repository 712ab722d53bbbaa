"""What is true of every page that looks into files: few at a time, and no robots."""

from collections.abc import Callable
from typing import Any

from pyramid.response import Response

from warehouse.contents.gate import Gate
from warehouse.http import Request
from warehouse.http.askers import network_behind

STAY_OUT = "noindex, nofollow"
"""What robots are told: there are far more of these pages than of all others."""

View = Callable[[Any, Request], Response]


def few_at_a_time(view: View) -> View:
    """Return a view that few threads run at a time, and fewer for one network.

    Raises `ContentsBusy` and `ShareTaken` in others.
    """

    def guarded(context: Any, request: Request) -> Response:
        with request.registry[Gate].entered(network_behind(request)):
            return view(context, request)

    return guarded


def stay_out(request: Request) -> None:
    """Ask robots neither to keep the answer nor to follow its links."""
    request.response.headers["X-Robots-Tag"] = STAY_OUT
