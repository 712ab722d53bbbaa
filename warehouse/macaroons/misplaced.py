"""Refusing requests whose URL has an API token in it, wherever it leads."""

import re
from collections.abc import Callable
from urllib.parse import unquote

from pyramid.registry import Registry
from pyramid.response import Response

from warehouse.http import Request
from warehouse.macaroons.policy import IN_URL
from warehouse.paths import UPLOADS

Handler = Callable[[Request], Response]

_TOKEN = re.compile(r"pypi-Ag[A-Za-z0-9_-]{60}")
"""The beginning of a whole token, too long for anything that happens to be called so."""


def misplaced_tokens_tween_factory(handler: Handler, registry: Registry) -> Handler:
    """Answer 403 with the advice to revoke the token; uploads say so by themselves."""

    def misplaced_tokens_tween(request: Request) -> Response:
        is_upload = request.environ["PATH_INFO"].startswith(UPLOADS)
        if is_upload or not _TOKEN.search(unquote(request.path_qs)):
            return handler(request)
        response = Response(
            status=403, text=f"{IN_URL}\n", content_type="text/plain", charset="UTF-8"
        )
        response.cache_control.no_store = True
        return response

    return misplaced_tokens_tween
