"""Gunicorn's settings for `test_connections.py`: ours, for a worker with less patience."""

from typing import Any

from tests.builders.lifespan import live
from warehouse.server.gunicorn_config import *  # noqa: F403 (settings are module variables)

worker_class = "tests.functional.server.impatient.ImpatientWorker"
workers = 1
worker_connections = 5


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
