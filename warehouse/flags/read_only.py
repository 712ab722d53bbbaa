"""Read-only mode: nothing that a request would write is written.

A view says by its option `read_only` what becomes of it while the flag is on:

- "refuse", the default: methods that write are answered with 503, and what a method that
  reads would have written nevertheless is dropped;
- "discard": the view does its work, and what it wrote to the database is dropped;
- "allow": the view goes on as ever, because it refuses by itself, or ends the mode.
"""

from collections.abc import Callable
from typing import Any

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPServiceUnavailable
from pyramid.response import Response

from warehouse.db.sessions import has_written
from warehouse.flags import Flags
from warehouse.http import Request
from warehouse.http.views import READING
from warehouse.i18n import _

READ_ONLY = "read-only"
RETRY_AFTER = 300
"""Seconds after which a client may try again."""

View = Callable[[Any, Request], Response]


def read_only_deriver(view: View, info: Any) -> View:
    """Refuse or drop what is written while the index is read-only."""
    kind = info.options.get("read_only", "refuse")
    if info.exception_only or kind == "allow":
        return view

    def guarded(context: Any, request: Request) -> Response:
        flags = request.service(Flags)
        if kind == "refuse" and request.method not in READING and flags.is_on(READ_ONLY):
            raise HTTPServiceUnavailable(
                _("Nothing can be changed for now: the index is read-only."),
                headers={"Retry-After": str(RETRY_AFTER)},
            )
        response = view(context, request)
        is_writer = request.has_transaction and has_written(request.db)
        if is_writer and flags.is_on(READ_ONLY):
            request.transaction.doom()
        return response

    return guarded


read_only_deriver.options = ("read_only",)  # type: ignore[attr-defined]


def includeme(config: Configurator) -> None:
    """Register the deriver, outside of all that could write."""
    config.add_view_deriver(read_only_deriver, over="secured_view", under="session_deriver")
