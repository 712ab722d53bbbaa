"""Gunicorn's settings for `test_handoff.py`, over an application that says who it is."""

import json
import os
from hashlib import sha256
from typing import Any

from tests.builders.lifespan import live
from warehouse.server import gunicorn_config
from warehouse.server.gunicorn_config import *  # noqa: F403 (settings are module variables)
from warehouse.server.handoff import WorkerPools

workers = 2


def on_starting(server: Any) -> None:
    """Make the pools as a test wants them, which says when a process counts as gone."""
    if "ABSENT_AFTER" in os.environ:
        server.pools = WorkerPools(1, absent_after=float(os.environ["ABSENT_AFTER"]))
    gunicorn_config.on_starting(server)


def post_fork(server: Any, worker: Any) -> None:
    """Leave every process its priority: other tests may compute beside these."""


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Answers with its process, and with what it was asked."""
    if scope["type"] == "lifespan":
        return await live(receive, send)
    digest, size, is_over = sha256(), 0, False
    while not is_over:
        message = await receive()
        digest.update(message.get("body", b""))
        size += len(message.get("body", b""))
        is_over = not message.get("more_body", False)
    said = {
        "process": os.getpid(),
        "request": f"{scope['method']} {scope['path']}",
        "client": scope["client"][1],
        "headers": {name.decode(): value.decode() for name, value in scope["headers"]},
        "size": size,
        "digest": digest.hexdigest(),
    }
    body = json.dumps(said).encode()
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
