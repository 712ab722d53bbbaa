"""Gunicorn's settings for `test_connections.py`: ours, with less patience."""

from typing import Any

from tests.builders.lifespan import live
from warehouse.edge import connections
from warehouse.web import *  # noqa: F403 (settings are module variables)

workers = 1
worker_connections = 5


def post_worker_init(worker: Any) -> None:
    """Wait for seconds, not for minutes."""
    connections.FOR_HEADERS = 0.5
    connections.FOR_TAKING = 0.5


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answers with much, or, when asked for `/little`, with little."""
    if scope["type"] == "lifespan":
        return await live(receive, send)
    pieces = 1 if scope["path"] == "/little" else 400
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(pieces):
        body = bytes(1024 * 1024)[: 2 if pieces == 1 else None]
        await send({"type": "http.response.body", "body": body, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
