"""The life of an ASGI application that has nothing to begin or to end."""

from typing import Any


async def live(receive: Any, send: Any) -> None:
    """Say that it has begun and, when asked to, that it has ended."""
    for moment in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{moment}.complete"})
